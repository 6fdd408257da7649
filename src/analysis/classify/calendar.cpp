#include "calendar.hpp"

#include <algorithm>
#include <array>

#include "thresholds.hpp"

namespace hardfail::analysis {
namespace {

unsigned weekday_of(std::chrono::sys_days day) { return std::chrono::weekday(day).c_encoding(); }

}  // namespace

Calendar calendar_of(const Profiles& profiles, const std::vector<Listing>& listings,
                     const DaySet& report_days) {
  Calendar calendar{.observed = report_days.span()};
  if (report_days.empty()) return calendar;
  calendar.last = report_days.days().back();
  DaySet listed;
  for (std::size_t i = 0; i < listings.size(); ++i) {
    if (listings[i] == Listing::none) continue;
    for (const auto day : profiles.sources[i].governed_days.days()) listed.add(day);
  }
  if (listed.size() < thresholds::regular_days) return calendar;
  std::array<std::uint64_t, 7> reported{};
  std::array<std::uint64_t, 7> sent{};
  for (const auto day : report_days.days()) {
    ++reported[weekday_of(day)];
    if (listed.days().contains(day)) ++sent[weekday_of(day)];
  }
  for (const auto day : report_days.days()) {
    const auto weekday = weekday_of(day);
    const bool is_usual = thresholds::regular_weekday.reached_by(sent[weekday], reported[weekday]);
    if (is_usual && !listed.days().contains(day)) calendar.silent.add(day);
  }
  return calendar;
}

std::chrono::days age_of(const DaySet& days, const Calendar& calendar) {
  return calendar.last - days.days().front() + std::chrono::days{1};
}

bool fills_window(const DaySet& days, const Calendar& calendar) {
  return days.size() >= thresholds::partner_days && days.span() >= thresholds::occasions_span &&
         thresholds::lasting_span.reached_by(days.span(), calendar.observed);
}

bool are_new(const DaySet& days, const Calendar& calendar) {
  if (days.size() < thresholds::new_days) return false;
  const auto since = age_of(days, calendar);
  return since <= thresholds::new_since &&
         calendar.last - days.days().back() <= thresholds::new_pause &&
         thresholds::daily.reached_by(days.size(), static_cast<std::uint64_t>(since.count()));
}

bool are_past_burst(const DaySet& days, const Calendar& calendar) {
  return !days.empty() && std::chrono::days{days.span()} <= thresholds::new_since &&
         calendar.last - days.days().back() > thresholds::new_pause;
}

std::size_t silent_among(const DaySet& days, const Calendar& calendar) {
  return static_cast<std::size_t>(std::ranges::count_if(
      days.days(), [&](const auto day) { return calendar.silent.days().contains(day); }));
}

bool fill_silence(const DaySet& days, const Calendar& calendar) {
  const auto filled = silent_among(days, calendar);
  return filled >= thresholds::filled_days &&
         thresholds::daily.reached_by(filled, calendar.silent.size()) &&
         thresholds::daily.reached_by(filled, days.size());
}

}  // namespace hardfail::analysis
