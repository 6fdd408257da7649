#pragma once

#include <optional>

#include "hardfail/analysis/evidence.hpp"
#include "hardfail/util/time.hpp"

namespace hardfail::analysis {

/// The days in the window that a report of such a period speaks for: the day of its middle, or
/// every day of a period that is longer. No reporter sums up more than a month; a period beyond
/// that is a slip, and a day. nullopt where they are all outside.
[[nodiscard]] std::optional<Days> days_of(const Period& period, const Period& window);

}  // namespace hardfail::analysis
