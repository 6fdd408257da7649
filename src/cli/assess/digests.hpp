#pragma once

#include <optional>
#include <string_view>

#include "hardfail/analysis/assessment.hpp"
#include "hardfail/analysis/digest.hpp"
#include "hardfail/store/store.hpp"

namespace hardfail::cli {

constexpr std::string_view cadences = "weekly or monthly";

[[nodiscard]] std::optional<analysis::Cadence> parse_cadence(std::string_view text);

/// The digest of a domain, of what is held of it and what runs found.
[[nodiscard]] analysis::Digest digest(const analysis::Assessment& assessment, const Period& period,
                                      store::Store& store);

}  // namespace hardfail::cli
