#pragma once

#include <span>
#include <string>

#include "hardfail/analysis/assessment.hpp"
#include "hardfail/render/format.hpp"

namespace hardfail::render {

/// The answer for each domain. Text: verdict, why, the senders to act on, what to do. JSON by
/// schema hardfail.readiness/1: an object for one domain, an array for several. CSV and HTML: a row
/// a domain.
[[nodiscard]] std::string present_readiness(std::span<const analysis::Assessment> assessments,
                                            Format format, const Page& page);

/// Every source of one domain, with its class and why. JSON by schema hardfail.sources/1; CSV and
/// HTML: a row a source.
[[nodiscard]] std::string present_sources(const analysis::Assessment& assessment, Format format,
                                          const Page& page);

}  // namespace hardfail::render
