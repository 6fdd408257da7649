#pragma once

#include <chrono>

#include "flat.hpp"
#include "hardfail/util/time.hpp"

namespace hardfail::analysis {

/// A set of calendar days, UTC.
class DaySet {
 public:
  DaySet() = default;
  /// Its memory comes from there, which outlives it.
  explicit DaySet(std::pmr::memory_resource& memory) : m_days(memory) {}

  void add(std::chrono::sys_days day) { m_days.insert(day); }

  void clear() noexcept { m_days.clear(); }

  [[nodiscard]] unsigned size() const noexcept { return static_cast<unsigned>(m_days.size()); }
  [[nodiscard]] bool empty() const noexcept { return m_days.empty(); }
  [[nodiscard]] const FlatSet<std::chrono::sys_days>& days() const noexcept { return m_days; }

  /// Days from the first to the last, both counted; 0 for none.
  [[nodiscard]] unsigned span() const noexcept {
    if (m_days.empty()) return 0;
    return static_cast<unsigned>((m_days.back() - m_days.front()).count() + 1);
  }

 private:
  FlatSet<std::chrono::sys_days> m_days;
};

/// The day that a period of a day or so stands for: that of its middle, whatever hour the
/// reporter's day begins at and whether its end is the last second or the next midnight.
[[nodiscard]] inline std::chrono::sys_days day_of(const Period& period) {
  return std::chrono::floor<std::chrono::days>(period.begin + (period.end - period.begin) / 2);
}

/// True for the period of a report about one day, rather than several.
[[nodiscard]] inline bool is_single_day(const Period& period) {
  constexpr std::chrono::hours longest_day{36};
  return period.end - period.begin <= longest_day;
}

/// True for one that begins and ends on the same calendar day, UTC.
[[nodiscard]] inline bool keeps_to_calendar_day(const Period& period) {
  using std::chrono::days;
  return std::chrono::floor<days>(period.begin) == std::chrono::ceil<days>(period.end) - days{1};
}

}  // namespace hardfail::analysis
