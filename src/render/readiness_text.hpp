#pragma once

#include <span>
#include <string>

#include "hardfail/analysis/assessment.hpp"
#include "hardfail/render/format.hpp"

namespace hardfail::render {

/// A readiness report for people: the answer first, then why, who, what to do, and what it rests
/// on. Lists are cut; JSON has all of them.
[[nodiscard]] std::string readiness_text(const analysis::Assessment& assessment, const Page& page);

/// Several domains at a glance, a line each.
[[nodiscard]] std::string overview_text(std::span<const analysis::Assessment> assessments,
                                        const Page& page);

}  // namespace hardfail::render
