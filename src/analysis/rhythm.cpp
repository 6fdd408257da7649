#include "rhythm.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
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

}  // namespace

std::optional<RhythmFinding> describe_rhythm(const DaySet& days) {
  // By chance 20 days all fall on Monday to Friday once in 800 times: (5/7)^20.
  constexpr unsigned working_days_enough = 20;
  constexpr unsigned steady_enough = 14;
  constexpr unsigned steady_span = 28;
  if (days.size() >= working_days_enough && std::ranges::all_of(days.days(), is_working_day)) {
    return RhythmFinding{Rhythm::working_days,
                         fmt::format("seen on {} days, Monday to Friday only", days.size())};
  }
  if (days.size() >= steady_enough && days.span() >= steady_span) {
    return RhythmFinding{Rhythm::steady,
                         fmt::format("seen on {} days over {}", days.size(), days.span())};
  }
  if (is_monthly(burst_starts(days))) {
    return RhythmFinding{Rhythm::monthly,
                         fmt::format("seen once a month, on {} days", days.size())};
  }
  return std::nullopt;
}

}  // namespace hardfail::analysis
