#include "hardfail/analysis/digest.hpp"

#include <algorithm>
#include <set>

#include "hardfail/analysis/assessment.hpp"
#include "hardfail/analysis/evidence.hpp"

namespace hardfail::analysis {
namespace {

using std::chrono::days;

bool is_within(Moment moment, const Period& period) {
  return moment >= period.begin && moment < period.end;
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
    if (!is_within(observations.periods[row.period].begin, period)) continue;
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
    if (is_within(sender.first_seen, digest.now.period)) digest.new_senders.push_back(entry);
    // Where nothing was reported nobody shows, whether they send or not.
    const bool is_gone = digest.now.messages > 0 && sender.last_seen <= digest.now.period.begin &&
                         sender.last_seen > digest.before.period.begin;
    if (is_gone) digest.gone_senders.push_back(entry);
  }
}

}  // namespace

Moment last_midnight(Moment moment) { return std::chrono::floor<days>(moment); }

Moment last_due(Cadence cadence, Moment moment) {
  const auto reported = std::chrono::floor<days>(moment) - days{1};
  switch (cadence) {
    case Cadence::weekly:
      return reported - (std::chrono::weekday(reported) - std::chrono::Monday);
    case Cadence::monthly: {
      const std::chrono::year_month_day date(reported);
      return std::chrono::sys_days(date.year() / date.month() / 1);
    }
  }
  return reported;
}

Period digest_period(Cadence cadence, Moment end) {
  switch (cadence) {
    case Cadence::weekly:
      return {end - days{7}, end};
    case Cadence::monthly:
      return {end - days{30}, end};
  }
  return {end, end};
}

Period with_period_before(const Period& period) {
  return {period.begin - (period.end - period.begin), period.end};
}

Digest digest_of(const Assessment& assessment, const Period& period,
                 const report::Observations& observations, std::span<const Reporter> reporters,
                 std::optional<ledger::State> state_before) {
  const auto span = with_period_before(period);
  Digest digest{.domain = assessment.domain,
                .now = stretch_of(observations, period),
                .before = stretch_of(observations, {span.begin, period.begin}),
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
