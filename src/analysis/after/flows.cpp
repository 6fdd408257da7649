#include "after/flows.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numeric>

#include "classify/reading.hpp"
#include "day_set.hpp"

namespace hardfail::analysis {
namespace {

double sum(const std::vector<double>& values, std::size_t first, std::size_t end) {
  const auto at = [&](std::size_t i) {
    return values.begin() + static_cast<std::ptrdiff_t>(std::min(i, values.size()));
  };
  return std::accumulate(at(first), at(end), 0.0);
}

/// On which days a reporter saw mail, of all kinds and of that which -all can lose.
struct SeenDays {
  std::vector<bool> any;
  std::vector<bool> at_risk;
};

/// The days that its reports speak of. A reporter without mail for a day sends no report. Once it
/// refuses what -all can lose, that may be most days: a pause between two reports without such mail
/// is one of days without mail, if its other mail would often leave such a pause. Any other is one
/// of reports that are late or lost.
std::vector<bool> days_spoken_of(const SeenDays& seen, const Flow& other, std::size_t turn,
                                 std::size_t since) {
  constexpr double often = 0.05;
  auto spoken_of = seen.any;
  const auto first =
      static_cast<std::size_t>(std::ranges::find(spoken_of, true) - spoken_of.begin());
  if (first >= turn) return spoken_of;
  double days_with_other = 0;
  for (auto day = first; day < turn; ++day) {
    if (other.seen(day, day + 1) > 0) ++days_with_other;
  }
  const double silent_share = 1 - days_with_other / static_cast<double>(turn - first);
  std::size_t last = first;
  for (auto day = first + 1; day < spoken_of.size(); ++day) {
    if (!seen.any[day]) continue;
    const auto pause = static_cast<double>(day - last - 1);
    const bool is_refusing =
        day >= since && !seen.at_risk[day] && (last < since || !seen.at_risk[last]);
    if (is_refusing && std::pow(silent_share, pause) >= often) {
      for (auto silent = last + 1; silent < day; ++silent) spoken_of[silent] = true;
    }
    last = day;
  }
  return spoken_of;
}

/// What a row is to -all.
enum class Part : std::uint8_t { none, at_risk, other };

Part part_of(const Source& source, const Reading& reading) {
  if (source.source_class == SourceClass::suspected_spoof) return Part::none;
  const bool is_governed =
      reading.governance == Governance::governed ||
      (reading.governance == Governance::unspecified && source.governed_messages > 0);
  if (!is_governed || source.spf_now->result == spf::Result::pass) return Part::other;
  if (source.source_class != SourceClass::forwarder) return Part::at_risk;
  // Whatever else it passes on are forgeries.
  const bool is_vouched = reading.dkim_aligned || !reading.keys.empty() ||
                          reading.forwarding_reason || reading.spf == report::SpfResult::pass;
  return is_vouched ? Part::at_risk : Part::none;
}

/// What of Flows the mail of a source counts to; nullopt for unknown senders with little mail, of
/// which a large domain can have thousands.
std::optional<std::size_t> sender_of(const Source& source, std::span<const Sender> senders) {
  constexpr std::uint64_t least = 21;  // messages: one a day in the weeks that are needed
  if (source.source_class == SourceClass::forwarder) return Flows::forwarded;
  if (senders[source.sender].governed_messages >= least) return source.sender;
  if (source.source_class == SourceClass::unlisted_legitimate) return Flows::small;
  return std::nullopt;
}

/// For each of the observed sources, the judged one, if it is `wanted`, or else nullptr.
template <typename Wanted>
std::vector<const Source*> judged(const report::Observations& observations,
                                  const std::vector<Source>& sources, Wanted wanted) {
  std::vector<const Source*> by_index(observations.sources.size(), nullptr);
  for (const auto& source : sources) {
    if (wanted(source)) by_index[source.observed] = &source;
  }
  return by_index;
}

std::vector<Reading> read_all(const report::Observations& observations, RowReader& reader) {
  std::vector<Reading> readings;
  readings.reserve(observations.authentications.size());
  for (const auto& each : observations.authentications) readings.push_back(reader.read(each));
  return readings;
}

/// The days of a window, by number.
class DayNumbers {
 public:
  explicit DayNumbers(const Period& window)
      : m_first(std::chrono::floor<std::chrono::days>(window.begin)),
        m_count(static_cast<std::size_t>(std::max<std::int64_t>(
            (std::chrono::floor<std::chrono::days>(window.end) - m_first).count(), 0))) {}

  [[nodiscard]] std::chrono::sys_days first() const noexcept { return m_first; }
  [[nodiscard]] std::size_t count() const noexcept { return m_count; }
  /// Of a day before the window the first, of one after it count().
  [[nodiscard]] std::size_t nearest(std::chrono::sys_days day) const {
    const auto after = (day - m_first).count();
    return std::min(m_count, static_cast<std::size_t>(std::max<std::int64_t>(after, 0)));
  }
  /// nullopt outside the window.
  [[nodiscard]] std::optional<std::size_t> of(std::chrono::sys_days day) const {
    if (day < m_first || nearest(day) == m_count) return std::nullopt;
    return nearest(day);
  }

 private:
  std::chrono::sys_days m_first;
  std::size_t m_count;
};

}  // namespace

void Flow::expect(const std::vector<bool>& reported, std::size_t turn) {
  constexpr unsigned enough = 2;  // times that a day of the week was reported
  struct Mean {
    double seen = 0;
    unsigned days = 0;
    [[nodiscard]] double value() const { return days == 0 ? 0 : seen / days; }
  };
  std::array<Mean, days_of_week> same_day{};
  Mean any_day;
  for (std::size_t day = 0; day < m_seen.size(); ++day) {
    if (!reported[day]) m_seen[day] = 0;
    if (day >= turn || !reported[day]) continue;
    for (auto* mean : {&same_day.at(day % days_of_week), &any_day}) {
      mean->seen += m_seen[day];
      ++mean->days;
    }
  }
  for (std::size_t day = 0; day < m_seen.size(); ++day) {
    const auto& same = same_day.at(day % days_of_week);
    m_expected[day] = reported[day] ? (same.days < enough ? any_day : same).value() : 0;
  }
}

void Flow::add(const Flow& other) {
  std::ranges::transform(m_seen, other.m_seen, m_seen.begin(), std::plus<>());
  std::ranges::transform(m_expected, other.m_expected, m_expected.begin(), std::plus<>());
}

Flow Flow::without(const Flow& part) const {
  Flow rest(m_seen.size());
  std::ranges::transform(m_seen, part.m_seen, rest.m_seen.begin(), std::minus<>());
  std::ranges::transform(m_expected, part.m_expected, rest.m_expected.begin(), std::minus<>());
  return rest;
}

double Flow::seen(std::size_t first, std::size_t end) const { return sum(m_seen, first, end); }

double Flow::expected(std::size_t first, std::size_t end) const {
  return sum(m_expected, first, end);
}

Flows flows_of(const report::Observations& observations, const std::vector<Source>& sources,
               std::span<const Sender> senders, const Surroundings& surroundings,
               const TurnToFail& turn) {
  using std::chrono::days;
  const DayNumbers numbers(observations.window);
  const auto number = [&](Moment moment) {
    return numbers.nearest(std::chrono::floor<days>(moment));
  };
  Flows flows;
  flows.first = numbers.first();
  flows.days = numbers.count();
  flows.turn = number(turn.last_soft);
  // By then the record from before is in no cache any more.
  flows.since = number(turn.first_fail + days{1});

  RowReader reader(surroundings);
  const auto readings = read_all(observations, reader);

  const auto reporters = observations.reporters.size();
  const std::vector<bool> no_days(flows.days);
  std::vector seen_days(reporters, SeenDays{no_days, no_days});
  flows.other.assign(reporters, Flow(flows.days));
  const auto source_at = judged(observations, sources, [](const Source&) { return true; });
  for (const auto& row : observations.rows) {
    const auto found = numbers.of(day_of(observations.periods[row.period]));
    const auto* source = source_at[row.source];
    if (!found || source == nullptr) continue;
    const auto day = *found;
    seen_days[row.reporter].any[day] = true;
    const auto& reading = readings[row.authentication];
    switch (part_of(*source, reading)) {
      case Part::none:
        break;
      case Part::other:
        flows.other[row.reporter].see(day, row.messages);
        break;
      case Part::at_risk: {
        seen_days[row.reporter].at_risk[day] = true;
        const auto sender = sender_of(*source, senders);
        if (!sender) break;
        flows.at_risk.try_emplace({*sender, row.reporter}, flows.days)
            .first->second.see(day, row.messages);
        if (*sender >= Flows::small) break;
        auto& turned = flows.turned[*sender];
        if (day < flows.turn && reading.spf == report::SpfResult::pass) {
          turned.passed_before += row.messages;
        } else if (day >= flows.since && reading.spf == report::SpfResult::fail) {
          turned.failed += row.messages;
        }
        break;
      }
    }
  }
  for (std::size_t i = 0; i < reporters; ++i) {
    flows.reported.push_back(days_spoken_of(seen_days[i], flows.other[i], flows.turn, flows.since));
  }
  for (auto& [place, flow] : flows.at_risk) flow.expect(flows.reported[place.second], flows.turn);
  for (std::size_t i = 0; i < reporters; ++i) {
    flows.other[i].expect(flows.reported[i], flows.turn);
  }
  for (auto& [sender, turned] : flows.turned) {
    turned.sender_id = senders[sender].id;
    turned.sender = senders[sender].name;
  }
  return flows;
}

std::size_t first_reported(const Flows& flows) {
  auto first = flows.days;
  for (const auto& days : flows.reported) {
    const auto found = std::ranges::find(days, true) - days.begin();
    first = std::min(first, static_cast<std::size_t>(found));
  }
  return first;
}

MissingMail missing_mail_of(const report::Observations& observations,
                            const std::vector<Source>& sources, const Surroundings& surroundings) {
  RowReader reader(surroundings);
  const auto readings = read_all(observations, reader);
  const auto missing_at = judged(observations, sources, [](const Source& source) {
    return source.source_class == SourceClass::unlisted_legitimate ||
           source.source_class == SourceClass::forwarder;
  });
  const DayNumbers numbers(observations.window);
  MissingMail mail{.days = numbers.count(), .first = numbers.count(), .by_reporter = {}};
  for (const auto& row : observations.rows) {
    const auto day = numbers.of(day_of(observations.periods[row.period]));
    if (!day) continue;
    mail.first = std::min(mail.first, *day);
    const auto* source = missing_at[row.source];
    if (source == nullptr || part_of(*source, readings[row.authentication]) != Part::at_risk) {
      continue;
    }
    mail.by_reporter.try_emplace(row.reporter, mail.days).first->second.see(*day, row.messages);
  }
  return mail;
}

}  // namespace hardfail::analysis
