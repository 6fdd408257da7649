#include "hardfail/analysis/expected_loss.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "after/flows.hpp"
#include "after/swing.hpp"
#include "wording.hpp"

namespace hardfail::analysis {
namespace {

constexpr std::size_t least_weeks = 3;
/// Reports of the last days are still to come.
constexpr std::size_t unfinished_days = 2;
/// Relative variance of what makes mail of the coming month differ from that of months before:
/// growth, and holidays in either. Measured by tests/after/loss.py.
constexpr double drift_in_a_month = 0.15 * 0.15;

/// Mail of some weeks, as far as there are reports, the latest first.
std::vector<Stretch> weeks_of(const Flow& mail, std::size_t first, std::size_t end) {
  std::vector<Stretch> weeks;
  for (; end >= first + days_of_week; end -= days_of_week) {
    weeks.push_back({mail.seen(end - days_of_week, end), 1, days_of_week});
  }
  return weeks;
}

struct Bounds {
  double low = 0;
  double mean = 0;
  double high = 0;
};

/// Of the month to come, 95 in 100 lie between them. Pre: there are weeks.
Bounds month_of(const std::vector<Stretch>& weeks) {
  const auto has_mail = [](const Stretch& each) { return each.seen > 0; };
  if (std::ranges::none_of(weeks, has_mail)) return {};
  const Swing swing(weeks);
  const Stretch month{0, static_cast<double>(ExpectedLoss::days) / days_of_week,
                      ExpectedLoss::days};
  return {swing.quantile(month, drift_in_a_month, 0.025), swing.mean(month),
          swing.quantile(month, drift_in_a_month, 0.975)};
}

/// The share of messages of missing senders and through forwarders that receivers refused or put
/// aside.
double share_lost_already(const report::Observations& observations,
                          const std::vector<Source>& sources) {
  std::vector<bool> counts(observations.sources.size());
  for (const auto& source : sources) {
    counts[source.observed] =
        source.newly_failed > 0 && (source.source_class == SourceClass::unlisted_legitimate ||
                                    source.source_class == SourceClass::forwarder);
  }
  double all = 0;
  double lost = 0;
  for (const auto& row : observations.rows) {
    if (!counts[row.source]) continue;
    const auto disposition = observations.authentications[row.authentication].disposition;
    const auto messages = static_cast<double>(row.messages);
    all += messages;
    if (disposition == report::Disposition::reject ||
        disposition == report::Disposition::quarantine) {
      lost += messages;
    }
  }
  return all > 0 ? lost / all : 0;
}

}  // namespace

std::optional<ExpectedLoss> expected_loss(const report::Observations& observations,
                                          const std::vector<Source>& sources,
                                          const Surroundings& surroundings,
                                          const Evidence& evidence,
                                          const ledger::Conduct& conduct) {
  const auto missing = missing_mail_of(observations, sources, surroundings);
  const auto first = missing.first;
  const auto last = missing.days - std::min(missing.days, unfinished_days);
  if (last < first + least_weeks * days_of_week) return std::nullopt;

  Flow certain(missing.days);
  Flow all(missing.days);
  ExpectedLoss loss;
  for (const auto& [reporter, flow] : missing.by_reporter) {
    all.add(flow);
    auto known = known_of(observations.reporters[reporter], conduct);
    known.messages = static_cast<std::uint64_t>(flow.seen(first, last));
    if (known.refuses()) {
      certain.add(flow);
      loss.refusing.push_back(known.name);
    }
    if (known.is_known()) loss.known.push_back(std::move(known));
  }
  std::ranges::stable_sort(loss.known, std::ranges::greater(), &KnownReporter::messages);
  const auto sure = month_of(weeks_of(certain, first, last));
  const auto most = month_of(weeks_of(all, first, last));
  loss.certain = sure.mean;
  loss.certain_low = sure.low;
  loss.certain_high = sure.high;
  loss.possible = std::max(most.mean - sure.mean, 0.0);
  if (evidence.counted.messages > 0) {
    // The rule of three, as for Evidence::missing_bound; of further senders where some are seen.
    const auto share = std::min(1.0, 3.0 / static_cast<double>(evidence.counted.messages));
    loss.unseen = share * static_cast<double>(evidence.governed_legitimate) * ExpectedLoss::days /
                  static_cast<double>(last - first);
  }
  loss.most = most.high + loss.unseen;
  loss.lost_already = share_lost_already(observations, sources);
  return loss;
}

std::string known_text(const ExpectedLoss& loss) {
  constexpr std::size_t most = 5;  // who wants all asks for JSON
  std::vector<std::string> texts;
  for (const auto& each : loss.known) {
    if (texts.size() == most) break;
    texts.push_back(text_of(each));
  }
  if (texts.empty()) return {};
  const auto left = loss.known.size() - texts.size();
  return fmt::format("what is known of those who get such mail: {}{}", fmt::join(texts, "; "),
                     left == 0 ? "" : fmt::format("; and of {} more", left));
}

std::string text_of(const ExpectedLoss& loss) {
  auto text = fmt::format("-all would put {} legitimate messages a month at stake: ",
                          whole(loss.certain + loss.possible));
  if (loss.certain >= 1) {
    text += fmt::format("{} lost for certain, since {} {} such mail, and {}", whole(loss.certain),
                        listing(loss.refusing, [](const auto& name) { return name; }),
                        loss.refusing.size() == 1 ? "refuses" : "refuse",
                        loss.possible >= 1 ? whole(loss.possible) + " more " : "none ");
  }
  text += fmt::format(
      "wherever a receiver goes by SPF alone; at 95% confidence no more than {}, "
      "with senders that no report has shown",
      whole(loss.most));
  if (loss.lost_already > 0) {
    text += fmt::format(". Of such mail {} is refused or put aside already",
                        percent(loss.lost_already));
  }
  return text;
}

}  // namespace hardfail::analysis
