#include "rhythm.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <set>
#include <vector>

namespace hardfail::analysis {
namespace {

namespace chr = std::chrono;

bool is_working_day(chr::sys_days day) {
  const chr::weekday weekday{day};
  return weekday != chr::Saturday && weekday != chr::Sunday;
}

/// The first days of the bursts: runs of days with gaps of less than a week.
std::vector<chr::sys_days> burst_starts(const DaySet& days) {
  std::vector<chr::sys_days> starts;
  chr::sys_days previous{};
  for (const auto day : days.days()) {
    if (starts.empty() || day - previous >= chr::days{7}) starts.push_back(day);
    previous = day;
  }
  return starts;
}

bool is_monthly(const std::vector<chr::sys_days>& starts) {
  constexpr chr::days shortest{26};
  constexpr chr::days longest{35};
  if (starts.size() < 3) return false;
  return std::ranges::adjacent_find(starts, [&](chr::sys_days a, chr::sys_days b) {
           return b - a < shortest || b - a > longest;
         }) == starts.end();
}

/// How many neighbouring days of the week, 1 to 7, hold all these days.
unsigned weekdays_spanned(const DaySet& days) {
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

std::size_t weeks_of(const DaySet& days) {
  std::set<chr::sys_days> mondays;
  for (const auto day : days.days()) {
    mondays.insert(day - (chr::weekday{day} - chr::Monday));
  }
  return mondays.size();
}

/// Whether the days keep to the same day of the week, or two or three that are neighbours, where
/// chance would do so in n weeks once in 10,000 times: 7 (width / 7)^n.
bool is_weekly(const DaySet& days) {
  constexpr std::array<std::size_t, 4> weeks_enough = {0, 6, 9, 14};
  const unsigned width = weekdays_spanned(days);
  return width > 0 && width < weeks_enough.size() && weeks_of(days) >= weeks_enough.at(width);
}

}  // namespace

std::optional<RhythmFinding> describe_rhythm(const DaySet& days, const DaySet& exact) {
  // By chance 20 days all fall on Monday to Friday once in 800 times: (5/7)^20.
  constexpr unsigned working_days_enough = 20;
  constexpr unsigned steady_enough = 14;
  constexpr unsigned steady_span = 28;
  if (is_weekly(exact)) {
    return RhythmFinding{
        Rhythm::weekly,
        fmt::format("seen in {} weeks, always at the same time of the week", weeks_of(exact))};
  }
  if (exact.size() >= working_days_enough && std::ranges::all_of(exact.days(), is_working_day)) {
    return RhythmFinding{Rhythm::working_days,
                         fmt::format("seen on {} days, Monday to Friday only", exact.size())};
  }
  if (days.size() >= steady_enough && days.span() >= steady_span) {
    const bool most_days = days.size() * 3 >= days.span() * 2;
    return RhythmFinding{most_days ? Rhythm::daily : Rhythm::steady,
                         fmt::format("seen on {} days over {}", days.size(), days.span())};
  }
  if (is_monthly(burst_starts(days))) {
    return RhythmFinding{Rhythm::monthly,
                         fmt::format("seen once a month, on {} days", days.size())};
  }
  return std::nullopt;
}

}  // namespace hardfail::analysis
