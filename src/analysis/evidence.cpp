#include "hardfail/analysis/evidence.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "day_set.hpp"
#include "direct_mail.hpp"
#include "period_days.hpp"

namespace hardfail::analysis {
namespace {

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

/// What counts against the thresholds, of reports on `days`.
Counted count(const DirectMail& direct, const Evidence& evidence, const DaySet& days) {
  Counted counted{.seen = evidence.seen,
                  .days = evidence.days_with_reports,
                  .reporters = static_cast<unsigned>(evidence.reporters.size())};
  if (direct.messages == 0) return counted;
  counted.seen = Days{direct.by_day.begin()->first, direct.by_day.rbegin()->first};
  counted.days = static_cast<unsigned>(std::ranges::count_if(days.days(), [&](const auto day) {
    return counted.seen->first <= day && day <= counted.seen->last;
  }));
  counted.reporters = static_cast<unsigned>(direct.by_reporter.size());
  counted.messages = direct.evenly_counted();
  return counted;
}

/// The rule of three: what was not seen in n trials has a probability below 3/n, at 95% confidence.
std::optional<double> missing_bound(const Evidence& evidence, const std::vector<Source>& sources) {
  const bool some_missing = std::ranges::find(sources, SourceClass::unlisted_legitimate,
                                              &Source::source_class) != sources.end();
  if (some_missing || evidence.counted.messages == 0) return std::nullopt;
  return std::min(1.0, 3.0 / static_cast<double>(evidence.counted.messages));
}

}  // namespace

std::optional<Days> days_of(const Period& period, const Period& window) {
  constexpr std::chrono::days longest_period{35};
  if (is_single_day(period)) return Days{day_of(period), day_of(period)};
  if (period.end - period.begin > longest_period) {
    const auto middle = day_of(period);
    if (middle < window.begin || window.end <= middle) return std::nullopt;
    return Days{middle, middle};
  }
  const auto first = std::chrono::floor<std::chrono::days>(std::max(period.begin, window.begin));
  const auto after = std::chrono::ceil<std::chrono::days>(std::min(period.end, window.end));
  if (first >= after) return std::nullopt;
  return Days{first, after - std::chrono::days{1}};
}

Days days_touched(const Period& period) {
  using std::chrono::days;
  return {std::chrono::floor<days>(period.begin), std::chrono::ceil<days>(period.end) - days{1}};
}

Evidence weigh(const report::Observations& observations, const std::vector<Source>& sources,
               const std::set<DomainName>& governed) {
  Evidence evidence;
  evidence.window = observations.window;
  evidence.reports = observations.reports;
  evidence.reporters = observations.report_reporters;
  DaySet days;
  for (const auto& period : observations.report_periods) {
    const auto covered = days_of(period, observations.window);
    if (!covered) continue;
    for (auto day = covered->first; day <= covered->last; day += std::chrono::days{1})
      days.add(day);
  }
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
  const auto direct = direct_mail(observations, sources, governed);
  evidence.governed_legitimate = direct.messages;
  evidence.counted = count(direct, evidence, days);
  evidence.missing_bound = missing_bound(evidence, sources);
  return evidence;
}

}  // namespace hardfail::analysis
