#include "hardfail/analysis/evidence.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "day_set.hpp"

namespace hardfail::analysis {
namespace {

/// Adds the days a report speaks for: the day of its middle, or every day of a period that is
/// longer. No reporter sums up more than a month; a period beyond that is a slip, and a day.
void add_days(const Period& period, const Period& window, DaySet& days) {
  constexpr std::chrono::days longest_period{35};
  if (is_single_day(period)) {
    days.add(day_of(period));
    return;
  }
  if (period.end - period.begin > longest_period) {
    const auto middle = day_of(period);
    if (window.begin <= middle && middle < window.end) days.add(middle);
    return;
  }
  const auto first = std::chrono::floor<std::chrono::days>(std::max(period.begin, window.begin));
  const auto last = std::min(period.end, window.end);
  for (auto day = first; day < last; day += std::chrono::days{1}) days.add(day);
}

/// The longest stretch without a report between two days with one, or from the last such day to the
/// end of the window; nullopt where there is none.
std::optional<Days> longest_gap(const DaySet& days, const Period& window) {
  constexpr std::chrono::days one{1};
  std::optional<Days> longest;
  const auto look_at = [&](std::chrono::sys_days before, std::chrono::sys_days after) {
    const Days gap{before + one, after - one};
    if (gap.first <= gap.last && (!longest || gap.count() > longest->count())) longest = gap;
  };
  if (days.empty()) return longest;
  auto before = days.days().front();
  for (const auto day : days.days()) look_at(std::exchange(before, day), day);
  look_at(before, std::chrono::ceil<std::chrono::days>(window.end));
  return longest;
}

/// 95 % of the time, what was not met in n tries happens less than 3/n of the time.
std::optional<double> missing_bound(const Evidence& evidence, const std::vector<Source>& sources) {
  const bool some_missing = std::ranges::find(sources, SourceClass::unlisted_legitimate,
                                              &Source::source_class) != sources.end();
  if (some_missing || evidence.legitimate_messages == 0) return std::nullopt;
  return std::min(1.0, 3.0 / static_cast<double>(evidence.legitimate_messages));
}

}  // namespace

Evidence weigh(const report::Observations& observations, const std::vector<Source>& sources) {
  Evidence evidence;
  evidence.window = observations.window;
  evidence.reports = observations.reports;
  evidence.reporters = observations.report_reporters;
  DaySet days;
  for (const auto& period : observations.report_periods)
    add_days(period, observations.window, days);
  evidence.days_with_reports = days.size();
  evidence.days_spanned = days.span();
  if (!days.empty()) evidence.seen = Days{days.days().front(), days.days().back()};
  evidence.longest_gap = longest_gap(days, observations.window);

  for (const auto& source : sources) {
    evidence.messages += source.messages;
    switch (source.source_class) {
      case SourceClass::listed:
      case SourceClass::unlisted_legitimate:
      case SourceClass::forwarder:
        evidence.legitimate_messages += source.messages;
        break;
      case SourceClass::unaffected:
        evidence.legitimate_messages += source.dmarc_passed;
        break;
      case SourceClass::suspected_spoof:
      case SourceClass::unknown:
        break;
    }
  }
  evidence.missing_bound = missing_bound(evidence, sources);
  return evidence;
}

}  // namespace hardfail::analysis
