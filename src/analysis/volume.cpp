#include "hardfail/analysis/volume.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "day_set.hpp"
#include "period_days.hpp"

namespace hardfail::analysis {
namespace {

std::vector<DayVolume> reported_days(const report::Observations& observations) {
  DaySet reported;
  for (const auto& period : observations.report_periods) {
    const auto covered = days_of(period, observations.window);
    if (!covered) continue;
    for (auto day = covered->first; day <= covered->last; day += std::chrono::days{1})
      reported.add(day);
  }
  std::vector<DayVolume> volumes;
  if (reported.empty()) return volumes;
  const auto after = std::max(std::chrono::ceil<std::chrono::days>(observations.window.end),
                              std::chrono::sys_days(reported.days().back() + std::chrono::days{1}));
  auto next = reported.days().begin();
  for (auto day = reported.days().front(); day < after; day += std::chrono::days{1}) {
    const bool has_report = next != reported.days().end() && *next == day;
    if (has_report) ++next;
    volumes.push_back({day, has_report});
  }
  return volumes;
}

std::vector<DayVolume> by_day(const report::Observations& observations,
                              const std::vector<Source>& sources) {
  auto volumes = reported_days(observations);
  if (volumes.empty()) return volumes;
  std::vector<SourceClass> classes(observations.sources.size(), SourceClass::unknown);
  for (const auto& source : sources) classes[source.observed] = source.source_class;
  std::vector<ByClass> by_period(observations.periods.size());
  for (const auto& row : observations.rows) {
    by_period[row.period].at(static_cast<std::size_t>(classes[row.source])) += row.messages;
  }
  for (std::size_t i = 0; i < by_period.size(); ++i) {
    const auto covered = days_of(observations.periods[i], observations.window);
    if (!covered) continue;
    for (std::size_t which = 0; which < by_period[i].size(); ++which) {
      spread(by_period[i].at(which), *covered, [&](auto day, auto share) {
        const auto at = (day - volumes.front().day).count();
        volumes.at(static_cast<std::size_t>(at)).messages.at(which) += share;
      });
    }
  }
  return volumes;
}

/// `volumes` are the days of the result.
std::vector<std::vector<std::uint64_t>> by_sender(const report::Observations& observations,
                                                  const std::vector<Source>& sources,
                                                  std::span<const DayVolume> volumes) {
  constexpr std::size_t most_senders = 1000;
  constexpr std::size_t week = 7;
  std::vector<std::uint32_t> sender_of(observations.sources.size(), most_senders);
  std::size_t senders = 0;
  for (const auto& source : sources) {
    sender_of[source.observed] = source.sender;
    senders = std::max<std::size_t>(senders, source.sender + 1);
  }
  std::vector<std::optional<std::size_t>> week_of;
  for (const auto& period : observations.periods) {
    const auto covered = days_of(period, observations.window);
    week_of.push_back(covered ? std::optional(static_cast<std::size_t>(
                                                  (covered->first - volumes.front().day).count()) /
                                              week)
                              : std::nullopt);
  }
  std::vector weeks(std::min(senders, most_senders),
                    std::vector<std::uint64_t>((volumes.size() + week - 1) / week));
  for (const auto& row : observations.rows) {
    const auto sender = sender_of[row.source];
    if (sender < weeks.size() && week_of[row.period]) {
      weeks[sender].at(*week_of[row.period]) += row.messages;
    }
  }
  return weeks;
}

std::vector<ReporterVolume> by_reporter(const report::Observations& observations) {
  constexpr auto none = std::numeric_limits<std::uint32_t>::max();
  std::vector<ReporterVolume> reporters;
  for (const auto& name : observations.reporters) {
    reporters.push_back({name, 0, 0, Moment::max(), Moment::min()});
  }
  // The rows of a report follow each other; a set of all pairs would be as large as the rows.
  std::vector<std::vector<std::uint32_t>> periods(reporters.size());
  std::pair last{none, none};  // reporter and period of the row before
  for (const auto& row : observations.rows) {
    auto& reporter = reporters[row.reporter];
    reporter.messages += row.messages;
    if (last == std::pair(row.reporter, row.period)) continue;
    last = {row.reporter, row.period};
    periods[row.reporter].push_back(row.period);
    reporter.first = std::min(reporter.first, observations.periods[row.period].begin);
    reporter.last = std::max(reporter.last, observations.periods[row.period].end);
  }
  for (std::size_t i = 0; i < reporters.size(); ++i) {
    std::ranges::sort(periods[i]);
    const auto end = std::unique(periods[i].begin(), periods[i].end());
    reporters[i].reports = static_cast<std::size_t>(end - periods[i].begin());
  }
  std::erase_if(reporters, [](const auto& each) { return each.reports == 0; });
  std::ranges::sort(reporters, [](const auto& a, const auto& b) {
    return std::tie(b.messages, a.name) < std::tie(a.messages, b.name);
  });
  return reporters;
}

}  // namespace

Volume volume_of(const report::Observations& observations, const std::vector<Source>& sources) {
  Volume volume{by_day(observations, sources), by_reporter(observations), {}};
  if (!volume.days.empty()) {
    volume.sender_weeks = by_sender(observations, sources, volume.days);
  }
  return volume;
}

}  // namespace hardfail::analysis
