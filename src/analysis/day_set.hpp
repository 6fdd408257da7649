#pragma once

#include <chrono>
#include <span>

#include "flat.hpp"
#include "hardfail/util/time.hpp"

namespace hardfail::analysis {

/// Calendar days, UTC, in order and each once, that lie elsewhere.
class DaySpan {
 public:
  DaySpan() = default;
  explicit DaySpan(std::span<const std::chrono::sys_days> days) : m_days(days) {}

  [[nodiscard]] unsigned size() const noexcept { return static_cast<unsigned>(m_days.size()); }
  [[nodiscard]] bool empty() const noexcept { return m_days.empty(); }
  [[nodiscard]] const SortedSpan<std::chrono::sys_days>& days() const noexcept { return m_days; }

  /// Days from the first to the last, both counted; 0 for none.
  [[nodiscard]] unsigned span() const noexcept {
    if (m_days.empty()) return 0;
    return static_cast<unsigned>((m_days.back() - m_days.front()).count() + 1);
  }

 private:
  SortedSpan<std::chrono::sys_days> m_days;
};

/// A set of calendar days, UTC.
class DaySet {
 public:
  void add(std::chrono::sys_days day) { m_days.insert(day); }

  void clear() noexcept { m_days.clear(); }

  [[nodiscard]] unsigned size() const noexcept { return static_cast<unsigned>(m_days.size()); }
  [[nodiscard]] bool empty() const noexcept { return m_days.empty(); }
  [[nodiscard]] const FlatSet<std::chrono::sys_days>& days() const noexcept { return m_days; }

  /// As DaySpan::span().
  [[nodiscard]] unsigned span() const noexcept { return DaySpan(*this).span(); }

  /// Until a day is added. Not explicit: whoever reads days need not know where they lie.
  operator DaySpan() const noexcept {  // NOLINT(google-explicit-constructor)
    return DaySpan(std::span(m_days.begin(), m_days.end()));
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
