#include "hardfail/analysis/after.hpp"

#include <algorithm>
#include <chrono>
#include <deque>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "after/flows.hpp"
#include "after/swing.hpp"

namespace hardfail::analysis {
namespace {

/// Further back than two months, mail says little about today's.
constexpr std::size_t most_baseline_weeks = 8;
constexpr std::size_t least_baseline_days = 21;
/// Reported days since the turn without which a stream of mail is not looked at.
constexpr unsigned least_days = 3;
/// Messages a week. Of a stream with fewer hardly a complete loss shows within two weeks, and each
/// that is looked at makes it harder to be sure of the others.
constexpr double least_weekly = 15;
/// The chance that a day's answer names a loss where there is none, if each explanation held by
/// itself. All of them have to fail, which is rarer by so much that looking every day for sixty
/// days stays below it: measured by tests/after.
constexpr double false_alarms = 0.01;
/// Messages that a ratio of other mail is drawn towards 1 by, lest a few decide.
constexpr double few = 20;
/// Relative variance of what makes mail drift over months. Where the sender's mail elsewhere tells
/// of it, little is left.
constexpr double little_drift = 0.05 * 0.05;
constexpr double usual_drift = 0.1 * 0.1;

/// Some days of the flows.
struct Range {
  std::size_t first = 0;
  std::size_t end = 0;
};

/// Other mail that says how much of a stream was to be expected, as a factor.
class Yardstick {
 public:
  Yardstick() = default;
  /// By `mail`; what little there is of it is drawn towards `wider`.
  Yardstick(const Flow* mail, const Flow* wider) : m_mail(mail), m_wider(wider) {}

  [[nodiscard]] double factor(Range range) const {
    return ratio(m_mail, range, ratio(m_wider, range, 1));
  }
  /// Relative variance of the factor, from the messages it rests on.
  [[nodiscard]] double variance(Range range) const {
    return m_mail == nullptr ? 0 : 1 / (m_mail->seen(range.first, range.end) + few);
  }

 private:
  static double ratio(const Flow* mail, Range range, double usual) {
    if (mail == nullptr) return usual;
    return (mail->seen(range.first, range.end) + few * usual) /
           (mail->expected(range.first, range.end) + few);
  }

  const Flow* m_mail = nullptr;
  const Flow* m_wider = nullptr;
};

/// A stream of mail that -all can lose, with what it is measured by.
struct Stream {
  const Flow* mail = nullptr;
  std::size_t sender = 0;  ///< as in Flows; meaningless without `of_sender`
  std::uint32_t reporter = 0;
  bool of_sender = false;    ///< of one sender
  bool at_reporter = false;  ///< at one reporter
  const Flow* other = nullptr;
  const Flow* wider_other = nullptr;
  const Flow* elsewhere = nullptr;  ///< the senders' mail at other reporters
};

/// What would be seen if nothing were lost.
struct Expectation {
  Swing swing;
  Stretch since;  ///< expected by the explanation that makes what is seen most likely
  double variance = 0;
  double chance = 1;  ///< that so little is seen
};

class Lookback {
 public:
  Lookback(const Flows& flows, std::size_t baseline)
      : m_before{baseline, flows.turn}, m_since{flows.since, flows.days} {}

  [[nodiscard]] double weekly(const Flow& mail) const {
    const auto length = static_cast<double>(m_before.end - m_before.first);
    return length > 0 ? mail.seen(m_before.first, m_before.end) * days_of_week / length : 0;
  }

  /// How much there was may have stayed as before, have done what the reporter's other mail did, or
  /// what the senders' mail did elsewhere, or both. The one that explains the weeks before best
  /// says how much mail swings; nothing is lost unless it is so by each of them.
  [[nodiscard]] Expectation kindest(const Stream& stream) const {
    const Yardstick none(nullptr, nullptr);
    const Yardstick other(stream.other, stream.wider_other);
    const Yardstick elsewhere(stream.elsewhere, nullptr);
    std::vector<std::pair<Yardstick, Yardstick>> explanations = {{none, none}, {other, none}};
    if (stream.elsewhere != nullptr) {
      explanations.insert(explanations.end(), {{none, elsewhere}, {other, elsewhere}});
    }
    std::optional<Expectation> found;
    for (const auto& [a, b] : explanations) {
      Swing swing(weeks_before(stream, a, b));
      if (!found || swing.explains() > found->swing.explains()) found = {std::move(swing), {}};
    }
    found->chance = 0;
    for (const auto& [a, b] : explanations) {
      const auto since = stretch(*stream.mail, m_since, a, b);
      const auto variance = (stream.elsewhere != nullptr ? little_drift : usual_drift) +
                            a.variance(m_since) + b.variance(m_since);
      const auto chance = found->swing.at_most(since, variance);
      if (chance < found->chance) continue;
      found->since = since;
      found->variance = variance;
      found->chance = chance;
    }
    return *std::move(found);
  }

  /// Days since the turn that reports of the stream speak of.
  [[nodiscard]] unsigned days_since(const Stream& stream) const {
    return days_of_mail(*stream.mail, m_since);
  }

  /// Whether there is enough of it, before the turn and since.
  [[nodiscard]] bool can_judge(const Stream& stream) const {
    return days_since(stream) >= least_days &&
           weeks_before(stream, {}, {}).size() * days_of_week >= least_baseline_days;
  }

 private:
  static unsigned days_of_mail(const Flow& mail, Range range) {
    unsigned count = 0;
    for (auto day = range.first; day < range.end; ++day) {
      if (mail.expected(day, day + 1) > 0 || mail.seen(day, day + 1) > 0) ++count;
    }
    return count;
  }

  static Stretch stretch(const Flow& mail, Range range, const Yardstick& a, const Yardstick& b) {
    return {mail.seen(range.first, range.end),
            mail.expected(range.first, range.end) * a.factor(range) * b.factor(range),
            static_cast<double>(days_of_mail(mail, range))};
  }

  [[nodiscard]] std::vector<Stretch> weeks_before(const Stream& stream, const Yardstick& a,
                                                  const Yardstick& b) const {
    std::vector<Stretch> weeks;
    for (auto end = m_before.end; end >= m_before.first + days_of_week; end -= days_of_week) {
      const auto one = stretch(*stream.mail, {end - days_of_week, end}, a, b);
      if (one.days >= least_days && one.expected > 0) weeks.push_back(one);
    }
    return weeks;
  }

  Range m_before;
  Range m_since;
};

/// The streams that the mail at risk is looked at by.
class Streams {
 public:
  explicit Streams(const Flows& flows) : m_flows(flows), m_all(flows.days), m_other(flows.days) {
    for (const auto& [place, flow] : flows.at_risk) {
      const auto& [sender, reporter] = place;
      sum(m_by_sender, sender, flow);
      sum(m_by_reporter, reporter, flow);
      m_all.add(flow);
      ++m_reporters_of[sender];
      ++m_senders_at[reporter];
    }
    for (const auto& flow : flows.other) m_other.add(flow);
    for (const auto& [place, flow] : flows.at_risk) {
      const auto& [sender, reporter] = place;
      Stream stream{&flow, sender, reporter, true, true, &flows.other[reporter], &m_other};
      if (m_reporters_of[sender] > 1) stream.elsewhere = rest(m_by_sender.at(sender), flow);
      m_streams.push_back(stream);
    }
    for (const auto& [reporter, flow] : m_by_reporter) {
      if (m_senders_at[reporter] < 2) continue;
      Stream stream{&flow, 0, reporter, false, true, &flows.other[reporter], &m_other};
      if (m_by_reporter.size() > 1) stream.elsewhere = rest(m_all, flow);
      m_streams.push_back(stream);
    }
    for (const auto& [sender, flow] : m_by_sender) {
      if (m_reporters_of[sender] < 2) continue;
      m_streams.push_back({&flow, sender, 0, true, false, &m_other, nullptr});
    }
  }

  [[nodiscard]] const std::vector<Stream>& all() const { return m_streams; }
  [[nodiscard]] const Flow& at_risk() const { return m_all; }
  [[nodiscard]] const std::map<std::uint32_t, Flow>& by_reporter() const { return m_by_reporter; }

 private:
  template <typename Key>
  void sum(std::map<Key, Flow>& sums, const Key& key, const Flow& flow) {
    sums.try_emplace(key, m_flows.days).first->second.add(flow);
  }

  const Flow* rest(const Flow& whole, const Flow& part) {
    return &m_rests.emplace_back(whole.without(part));
  }

  const Flows& m_flows;
  Flow m_all;
  Flow m_other;
  std::map<std::size_t, Flow> m_by_sender;
  std::map<std::uint32_t, Flow> m_by_reporter;
  std::map<std::size_t, unsigned> m_reporters_of;
  std::map<std::uint32_t, unsigned> m_senders_at;
  std::deque<Flow> m_rests;
  std::vector<Stream> m_streams;
};

/// The first day of the weeks that later ones are held against: of whole weeks before the turn, as
/// far as there are reports.
std::size_t baseline_begin(const Flows& flows) {
  const auto first = std::min(first_reported(flows), flows.turn);
  const auto weeks = std::min((flows.turn - first) / days_of_week, most_baseline_weeks);
  return flows.turn - weeks * days_of_week;
}

ComparedMail compared(const Stream& stream, const Expectation& kindest, unsigned count,
                      const report::Observations& observations, std::span<const Sender> senders) {
  ComparedMail mail;
  if (stream.at_reporter) mail.reporter = observations.reporters[stream.reporter];
  if (stream.of_sender && stream.sender < Flows::small) {
    mail.sender_id = senders[stream.sender].id;
    mail.sender = senders[stream.sender].name;
  } else if (stream.of_sender) {
    mail.sender = stream.sender == Flows::forwarded ? "forwarded mail" : "mail of small senders";
  }
  mail.days = count;
  const auto& [swing, since, variance, chance] = kindest;
  mail.expected = swing.mean(since);
  mail.low = swing.quantile(since, variance, 0.025);
  mail.high = swing.quantile(since, variance, 0.975);
  mail.seen = static_cast<std::uint64_t>(since.seen);
  return mail;
}

/// Of findings about the same mail, the ones that name both reporter and sender tell most.
void mark_explained(std::vector<ComparedMail>& mails) {
  for (auto& wide : mails) {
    if (!wide.reporter.empty() && !wide.sender.empty()) continue;
    wide.is_explained = std::ranges::any_of(mails, [&](const ComparedMail& narrow) {
      return narrow.is_lost && !narrow.reporter.empty() && !narrow.sender.empty() &&
             (wide.reporter.empty() || wide.reporter == narrow.reporter) &&
             (wide.sender.empty() ||
              (wide.sender == narrow.sender && wide.sender_id == narrow.sender_id));
    });
  }
}

/// Senders most of whose mail passed before and of whose mail some fails since.
std::vector<NewFails> new_fails_of(const Flows& flows, std::size_t baseline) {
  std::vector<NewFails> fails;
  for (const auto& [sender, turned] : flows.turned) {
    double before = 0;
    for (const auto& [place, flow] : flows.at_risk) {
      if (place.first == sender) before += flow.seen(baseline, flows.turn);
    }
    const bool passed = 2 * static_cast<double>(turned.passed_before) > before;
    if (turned.failed > 0 && turned.passed_before > 0 && passed) fails.push_back(turned);
  }
  std::ranges::stable_sort(fails, std::ranges::greater(), &NewFails::failed);
  return fails;
}

/// Reporters of mail at risk that have not sent a report since the turn.
std::vector<std::string> silent_since(const Flows& flows, const Streams& streams,
                                      const Lookback& lookback,
                                      const report::Observations& observations) {
  std::vector<std::string> silent;
  if (flows.since + days_of_week > flows.days) return silent;
  for (const auto& [reporter, flow] : streams.by_reporter()) {
    const auto& reported = flows.reported[reporter];
    const auto since = reported.begin() + static_cast<std::ptrdiff_t>(flows.since);
    const bool is_silent = std::find(since, reported.end(), true) == reported.end();
    if (is_silent && lookback.weekly(flow) >= least_weekly) {
      silent.push_back(observations.reporters[reporter]);
    }
  }
  return silent;
}

}  // namespace

std::string_view name_of(AfterState state) noexcept {
  switch (state) {
    case AfterState::too_early:
      return "too_early";
    case AfterState::no_baseline:
      return "no_baseline";
    case AfterState::holding:
      return "holding";
    case AfterState::losing:
      return "losing";
  }
  return {};
}

After look_after(const report::Observations& observations, const std::vector<Source>& sources,
                 std::span<const Sender> senders, const Surroundings& surroundings,
                 const TurnToFail& turn) {
  const auto flows = flows_of(observations, sources, senders, surroundings, turn);
  const auto baseline = baseline_begin(flows);
  const Lookback lookback(flows, baseline);
  const Streams streams(flows);
  After after{.turn = turn};
  const auto day = [&](std::size_t number) { return flows.first + std::chrono::days{number}; };
  if (baseline < flows.turn) after.before = Days{day(baseline), day(flows.turn - 1)};
  if (flows.since < flows.days) after.since = Days{day(flows.since), day(flows.days - 1)};
  after.weekly = lookback.weekly(streams.at_risk());
  after.new_fails = new_fails_of(flows, baseline);
  after.silent_reporters = silent_since(flows, streams, lookback, observations);

  if (flows.turn - baseline >= least_baseline_days) {
    std::vector<const Stream*> watched;
    for (const auto& stream : streams.all()) {
      if (lookback.weekly(*stream.mail) >= least_weekly) watched.push_back(&stream);
    }
    const auto limit = false_alarms / static_cast<double>(std::max<std::size_t>(watched.size(), 1));
    for (const auto* stream : watched) {
      if (!lookback.can_judge(*stream)) continue;
      const auto kindest = lookback.kindest(*stream);
      auto mail = compared(*stream, kindest, lookback.days_since(*stream), observations, senders);
      mail.is_lost = kindest.chance <= limit;
      auto nothing = kindest.since;
      nothing.seen = 0;
      mail.would_show = kindest.swing.at_most(nothing, kindest.variance) <= limit;
      if (mail.would_show && stream->of_sender && stream->at_reporter) {
        after.weekly_watched += lookback.weekly(*stream->mail);
      }
      after.compared.push_back(std::move(mail));
    }
  }
  mark_explained(after.compared);
  std::ranges::stable_sort(after.compared, [](const ComparedMail& a, const ComparedMail& b) {
    return std::tuple(a.is_lost, a.expected) > std::tuple(b.is_lost, b.expected);
  });
  const bool is_losing =
      !after.new_fails.empty() || std::ranges::any_of(after.compared, &ComparedMail::is_lost);
  if (is_losing) {
    after.state = AfterState::losing;
  } else if (flows.turn - baseline < least_baseline_days) {
    after.state = AfterState::no_baseline;
  } else if (flows.days - flows.since >= days_to_hold) {
    after.state = AfterState::holding;
  }
  return after;
}

}  // namespace hardfail::analysis
