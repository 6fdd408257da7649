#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "hardfail/analysis/evidence.hpp"
#include "hardfail/util/time.hpp"

namespace hardfail::analysis {

/// The days in the window that a report of such a period speaks for: the day of its middle, or
/// every day of a period that is longer. No reporter sums up more than a month; a period beyond
/// that is a slip, and a day. nullopt where they are all outside.
[[nodiscard]] std::optional<Days> days_of(const Period& period, const Period& window);

/// Calls `add(day, share)` for the days of a report, its messages spread evenly over them.
template <typename Add>
void spread(std::uint64_t messages, const Days& days, Add add) {
  const auto count = days.count();
  for (unsigned i = 0; i < count && messages > 0; ++i) {
    const auto share = messages / (count - i) + (messages % (count - i) > 0 ? 1 : 0);
    add(days.first + std::chrono::days{i}, share);
    messages -= share;
  }
}

}  // namespace hardfail::analysis
