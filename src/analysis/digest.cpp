#include "hardfail/analysis/digest.hpp"

#include <algorithm>
#include <set>

#include "hardfail/analysis/assessment.hpp"
#include "hardfail/analysis/evidence.hpp"

namespace hardfail::analysis {
namespace {

using std::chrono::days;

bool begins_in(const Period& reported, const Period& period) {
  return reported.begin >= period.begin && reported.begin < period.end;
}

bool passed(const report::Authentication& authentication) {
  return authentication.dkim_aligned == report::Verdict::pass ||
         authentication.spf_aligned == report::Verdict::pass;
}

unsigned days_missed(const report::Observations& observations, const Period& period) {
  std::set<std::chrono::sys_days> reported;
  for (const auto& each : observations.report_periods) {
    const Period common{std::max(each.begin, period.begin), std::min(each.end, period.end)};
    if (common.begin >= common.end) continue;
    const auto touched = days_touched(common);
    for (auto day = touched.first; day <= touched.last; day += days{1}) reported.insert(day);
  }
  const auto all = std::chrono::floor<days>(period.end - period.begin).count();
  return static_cast<unsigned>(all) - static_cast<unsigned>(reported.size());
}

Stretch stretch_of(const report::Observations& observations, const Period& period) {
  Stretch stretch{.period = period, .days_missed = days_missed(observations, period)};
  std::set<std::uint32_t> reporters;
  for (const auto& row : observations.rows) {
    if (!begins_in(observations.periods[row.period], period)) continue;
    stretch.messages += row.messages;
    if (passed(observations.authentications[row.authentication])) {
      stretch.dmarc_passed += row.messages;
    }
    reporters.insert(row.reporter);
  }
  stretch.reporters = reporters.size();
  return stretch;
}

void sort_senders(const Assessment& assessment, Digest& digest) {
  for (const auto& sender : assessment.senders) {
    if (sender.tie == Tie::no_sign) continue;
    const DigestSender entry{sender.name, sender.source_class, sender.messages};
    if (sender.first_seen >= digest.now.period.begin) digest.new_senders.push_back(entry);
    const bool is_gone = sender.last_seen <= digest.now.period.begin &&
                         sender.last_seen > digest.before.period.begin;
    if (is_gone) digest.gone_senders.push_back(entry);
  }
}

}  // namespace

Moment last_midnight(Moment moment) { return std::chrono::floor<days>(moment); }

Period digest_span(Moment as_of, days length) { return {as_of - 2 * length, as_of}; }

Digest digest_of(const Assessment& assessment, days length,
                 const report::Observations& observations, std::span<const Reporter> reporters,
                 std::optional<ledger::State> state_before) {
  const auto span = digest_span(assessment.as_of, length);
  const auto middle = span.end - length;
  Digest digest{.domain = assessment.domain,
                .now = stretch_of(observations, {middle, span.end}),
                .before = stretch_of(observations, {span.begin, middle}),
                .state = assessment.verdict.state,
                .state_before = state_before,
                .recommendation = assessment.verdict.recommendation};
  sort_senders(assessment, digest);
  std::ranges::copy_if(reporters, std::back_inserter(digest.stopped), [&](const Reporter& each) {
    return each.has_stopped && each.last > span.begin;
  });
  return digest;
}

}  // namespace hardfail::analysis
