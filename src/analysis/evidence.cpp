#include <algorithm>
#include <chrono>

#include "day_set.hpp"
#include "hardfail/analysis/assessment.hpp"

namespace hardfail::analysis {
namespace {

/// Adds the days a report speaks for: the day of its middle, or every day of a period that is
/// longer.
void add_days(const Period& period, const Period& window, DaySet& days) {
  constexpr std::chrono::hours longest_day{36};
  if (period.end - period.begin <= longest_day) {
    days.add(day_of(period));
    return;
  }
  const auto first = std::chrono::floor<std::chrono::days>(std::max(period.begin, window.begin));
  const auto last = std::min(period.end, window.end);
  for (auto day = first; day < last; day += std::chrono::days{1}) days.add(day);
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
  return evidence;
}

Impact impact_of(const std::vector<Source>& sources) {
  Impact impact;
  for (const auto& source : sources) {
    impact.newly_failed += source.newly_failed;
    switch (source.source_class) {
      case SourceClass::unlisted_legitimate:
        impact.newly_failed_legitimate += source.newly_failed;
        break;
      case SourceClass::forwarder:
        impact.newly_failed_forwarded += source.newly_failed;
        break;
      case SourceClass::suspected_spoof:
        impact.newly_failed_spoof += source.newly_failed;
        break;
      case SourceClass::listed:
      case SourceClass::unaffected:
      case SourceClass::unknown:
        break;
    }
  }
  return impact;
}

}  // namespace hardfail::analysis
