#include "calendar.hpp"

#include <algorithm>
#include <array>

#include "thresholds.hpp"

namespace hardfail::analysis {
namespace {

using DaysOfProfile = DaySpan Profile::*;

unsigned weekday_of(std::chrono::sys_days day) { return std::chrono::weekday(day).c_encoding(); }

/// Adds the days of reports on which listed servers usually send, judged by these days of theirs,
/// and did not.
void add_silent(const Profiles& profiles, const std::vector<Listing>& listings, DaysOfProfile days,
                const DaySet& report_days, DaySet& silent) {
  DaySet listed;
  for (std::size_t i = 0; i < listings.size(); ++i) {
    if (listings[i] == Listing::none) continue;
    for (const auto day : (profiles.sources[i].*days).days()) listed.add(day);
  }
  if (listed.size() < thresholds::regular_days) return;
  std::array<std::uint64_t, 7> reported{};
  std::array<std::uint64_t, 7> sent{};
  for (const auto day : report_days.days()) {
    ++reported[weekday_of(day)];
    if (listed.days().contains(day)) ++sent[weekday_of(day)];
  }
  for (const auto day : report_days.days()) {
    const auto weekday = weekday_of(day);
    const bool is_usual = thresholds::regular_weekday.reached_by(sent[weekday], reported[weekday]);
    if (is_usual && !listed.days().contains(day)) silent.add(day);
  }
}

}  // namespace

Calendar calendar_of(const Profiles& profiles, const std::vector<Listing>& listings,
                     const ReportDays& reports) {
  Calendar calendar{.observed = reports.all.span()};
  if (reports.all.empty()) return calendar;
  calendar.last = reports.all.days().back();
  add_silent(profiles, listings, &Profile::governed_days, reports.all, calendar.silent);
  add_silent(profiles, listings, &Profile::calendar_days, reports.exact, calendar.silent_exactly);
  return calendar;
}

std::chrono::days age_of(DaySpan days, const Calendar& calendar) {
  return calendar.last - days.days().front() + std::chrono::days{1};
}

bool fills_window(DaySpan days, const Calendar& calendar) {
  return days.size() >= thresholds::partner_days && days.span() >= thresholds::occasions_span &&
         thresholds::lasting_span.reached_by(days.span(), calendar.observed);
}

bool are_new(DaySpan days, const Calendar& calendar) {
  if (days.size() < thresholds::new_days) return false;
  const auto since = age_of(days, calendar);
  return since <= thresholds::new_since &&
         calendar.last - days.days().back() <= thresholds::new_pause &&
         thresholds::daily.reached_by(days.size(), static_cast<std::uint64_t>(since.count()));
}

bool are_past_burst(DaySpan days, const Calendar& calendar) {
  return !days.empty() && std::chrono::days{days.span()} <= thresholds::new_since &&
         calendar.last - days.days().back() > thresholds::new_pause;
}

Filling filling_of(DaySpan days, const DaySet& silent) {
  Filling filling{.silent = silent.size()};
  filling.filled = static_cast<std::size_t>(std::ranges::count_if(
      days.days(), [&](const auto day) { return silent.days().contains(day); }));
  filling.stands_in = filling.filled >= thresholds::filled_days &&
                      thresholds::daily.reached_by(filling.filled, silent.size()) &&
                      thresholds::daily.reached_by(filling.filled, days.size());
  return filling;
}

Filling filling_of(const Profile& profile, const Calendar& calendar) {
  const auto exactly = filling_of(profile.calendar_days, calendar.silent_exactly);
  return exactly.stands_in ? exactly : filling_of(profile.governed_days, calendar.silent);
}

}  // namespace hardfail::analysis
