#include "rhythm.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <vector>

#include "thresholds.hpp"

namespace hardfail::analysis {
namespace {

namespace chr = std::chrono;

bool is_working_day(chr::sys_days day) {
  const chr::weekday weekday{day};
  return weekday != chr::Saturday && weekday != chr::Sunday;
}

bool is_monthly(DaySpan days) {
  if (days.size() < thresholds::monthly_bursts) return false;
  const auto starts = burst_starts(days, thresholds::burst_gap);
  if (starts.size() < thresholds::monthly_bursts) return false;
  return std::ranges::adjacent_find(starts, [](chr::sys_days a, chr::sys_days b) {
           return b - a < thresholds::monthly_shortest || b - a > thresholds::monthly_longest;
         }) == starts.end();
}

/// How many neighbouring days of the week, 1 to 7, hold all these days.
unsigned weekdays_spanned(DaySpan days) {
  std::array<bool, 7> used{};
  for (const auto day : days.days()) used.at(chr::weekday{day}.c_encoding()) = true;
  unsigned longest_gap = 0;
  for (unsigned start = 0; start < 7; ++start) {
    unsigned gap = 0;
    while (gap < 7 && !used.at((start + gap) % 7)) ++gap;
    longest_gap = std::max(longest_gap, gap);
  }
  return 7 - longest_gap;
}

std::size_t weeks_of(DaySpan days) {
  std::size_t weeks = 0;
  for (std::optional<chr::sys_days> previous; const auto day : days.days()) {
    const auto week = week_of(day);
    if (previous != week) ++weeks;
    previous = week;
  }
  return weeks;
}

/// True if the days keep to the same one, two or three neighbouring days of the week for so many
/// weeks that it cannot be chance.
bool is_weekly(DaySpan days) {
  switch (weekdays_spanned(days)) {
    case 1:
      return weeks_of(days) >= thresholds::weekly_one_day;
    case 2:
      return weeks_of(days) >= thresholds::weekly_two_days;
    case 3:
      return weeks_of(days) >= thresholds::weekly_three_days;
    default:
      return false;
  }
}

}  // namespace

chr::sys_days week_of(chr::sys_days day) { return day - (chr::weekday{day} - chr::Monday); }

std::vector<chr::sys_days> burst_starts(DaySpan days, chr::days gap) {
  std::vector<chr::sys_days> starts;
  chr::sys_days previous{};
  for (const auto day : days.days()) {
    if (starts.empty() || day - previous >= gap) starts.push_back(day);
    previous = day;
  }
  return starts;
}

chr::days longest_pause(DaySpan days) {
  chr::days longest{0};
  for (std::optional<chr::sys_days> previous; const auto day : days.days()) {
    if (previous) longest = std::max(longest, day - *previous);
    previous = day;
  }
  return longest;
}

bool stays(std::size_t days, unsigned span, unsigned observed_days) {
  return span >= thresholds::occasions_span &&
         thresholds::lasting_span.reached_by(span, observed_days) &&
         thresholds::lasting_days_share.reached_by(days, observed_days);
}

std::optional<RhythmFinding> find_rhythm(DaySpan days, DaySpan exact) {
  if (is_weekly(exact)) return RhythmFinding{Rhythm::weekly, weeks_of(exact), exact.span()};
  if (exact.size() >= thresholds::working_days &&
      std::ranges::all_of(exact.days(), is_working_day)) {
    return RhythmFinding{Rhythm::working_days, exact.size(), exact.span()};
  }
  if (days.size() >= thresholds::steady_days && days.span() >= thresholds::steady_span) {
    const bool most_days = thresholds::daily.reached_by(days.size(), days.span());
    return RhythmFinding{most_days ? Rhythm::daily : Rhythm::steady, days.size(), days.span()};
  }
  if (is_monthly(days)) {
    return RhythmFinding{Rhythm::monthly, days.size(), days.span()};
  }
  return std::nullopt;
}

std::string text_of(const RhythmFinding& finding) {
  switch (finding.kind) {
    case Rhythm::working_days:
      return fmt::format("seen on {} days, Monday to Friday only", finding.count);
    case Rhythm::weekly:
      return fmt::format("seen in {} weeks, always at the same time of the week", finding.count);
    case Rhythm::daily:
    case Rhythm::steady:
      return fmt::format("seen on {} days over {}", finding.count, finding.span);
    case Rhythm::monthly:
      return fmt::format("seen once a month, on {} days", finding.count);
  }
  return {};
}

}  // namespace hardfail::analysis
