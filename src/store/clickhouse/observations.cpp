#include "clickhouse/observations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <map>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "clickhouse/authentications.hpp"
#include "clickhouse/held_reports.hpp"
#include "clickhouse/keys.hpp"
#include "clickhouse/records.hpp"
#include "clickhouse/reports.hpp"
#include "dictionary.hpp"
#include "merge_bodies.hpp"
#include "numbering.hpp"
#include "stored_values.hpp"

namespace hardfail::store::clickhouse {
namespace {

/// The condition on a column that it holds the domain or a name below it.
std::string is_below(const DomainName& domain) {
  return fmt::format("name >= {} AND name < {}", literal(reversed(domain)),
                     literal(end_of_range(domain)));
}

/// The keys of reports that mention the domain and begin before a moment.
std::string mentions(const DomainName& domain, Moment before) {
  return fmt::format("SELECT policy, begins_at, report FROM mention WHERE {} AND begins_at < {}",
                     is_below(domain), stored(before));
}

/// The condition on rows of `report` that they are about the domain.
std::string is_about(const DomainName& domain, Moment before) {
  return fmt::format("(({} AND domain = {}) OR (policy, begins_at, report) IN ({}))",
                     is_policy_of(domain), literal(domain.text()), mentions(domain, before));
}

/// One body of a report.
struct Body {
  Key identity{};
  Key key{};
  std::uint64_t policy = 0;
  std::uint64_t sequence = 0;
  std::uint64_t first_sequence = 0;  ///< of the bodies under this identity
  Period period;
  std::uint64_t records = 0;
  std::string org_name;
};

/// A period meets a window if they have a moment in common; one of zero length does if its moment
/// lies in the window. In the order in which they came, bodies of one identity together.
std::vector<Body> bodies_of(Client& client, const DomainName& domain, const Period& window) {
  auto rows = client.ask(fmt::format(
      "SELECT identity, report, policy, sequence, begins_at, ends_at, records, org_name "
      "FROM report FINAL WHERE {0} AND begins_at < {1} AND "
      "(ends_at > {2} OR begins_at >= {2}) AND {3}",
      is_held_sql, stored(window.end), stored(window.begin), is_about(domain, window.end)));
  std::vector<Body> bodies;
  std::unordered_map<Key, std::uint64_t, KeyHash> first;
  while (rows.step()) {
    auto& row = rows.read();
    Body body;
    body.identity = key_from(row.octets(sizeof(Key)));
    body.key = key_from(row.octets(sizeof(Key)));
    body.policy = row.u64();
    body.sequence = row.u64();
    body.period.begin = moment(row.i64());
    body.period.end = moment(row.i64());
    body.records = row.u64();
    body.org_name = row.text();
    const auto [at, is_new] = first.emplace(body.identity, body.sequence);
    if (!is_new) at->second = std::min(at->second, body.sequence);
    bodies.push_back(std::move(body));
  }
  for (auto& body : bodies) body.first_sequence = first.at(body.identity);
  std::ranges::sort(bodies, {}, [](const Body& body) {
    return std::tie(body.first_sequence, body.identity, body.sequence);
  });
  return bodies;
}

/// Rows that are asked for at once, about: an answer lies in memory whole until it has been read.
constexpr std::uint64_t most_rows_asked = 500'000;

/// The stretches of time in which bodies begin, each of so many rows at most, if it is more than
/// one moment.
std::vector<Period> stretches_of(const std::vector<Body>& bodies) {
  std::map<Moment, std::uint64_t> rows_from;
  for (const auto& body : bodies) rows_from[body.period.begin] += body.records;
  std::vector<Period> stretches;
  std::uint64_t sum = 0;
  for (const auto& [begin, rows] : rows_from) {
    if (stretches.empty() || sum + rows > most_rows_asked) {
      stretches.push_back({begin, begin});
      sum = 0;
    }
    stretches.back().end = begin + std::chrono::seconds(1);
    sum += rows;
  }
  return stretches;
}

std::vector<std::uint64_t> policies_of(std::span<const Body> bodies) {
  std::vector<std::uint64_t> policies;
  policies.reserve(bodies.size());
  for (const auto& body : bodies) policies.push_back(body.policy);
  make_set(policies);
  return policies;
}

/// How many of these bodies have rows that are not there, or whose results are not: tables are
/// replicated one by one, so that a replica may have a report before it has all of that, and a
/// power cut may have taken what was written before it.
std::size_t count_torn(Client& client, std::span<const Body> bodies) {
  Moment first = Moment::max();
  Moment last = Moment::min();
  RowWriter keys;
  std::unordered_map<Key, std::uint64_t, KeyHash> missing;
  for (const auto& body : bodies) {
    first = std::min(first, body.period.begin);
    last = std::max(last, body.period.begin);
    keys.octets(view(body.key));
    if (body.records > 0) missing.emplace(body.key, body.records);
  }
  const auto theirs = fmt::format(
      "FROM record WHERE policy IN ({}) AND begins_at >= {} AND begins_at <= {} AND report IN ({})",
      fmt::join(policies_of(bodies), ","), stored(first), stored(last),
      octets_in_sixteens(keys.str()));
  auto rows =
      client.ask(fmt::format("SELECT report, uniqExact(number) {0} AND authentication IN "
                             "(SELECT authentication FROM authentication WHERE authentication IN "
                             "(SELECT authentication {0})) GROUP BY report",
                             theirs));
  while (rows.step()) {
    const auto body = missing.find(key_from(rows.read().octets(sizeof(Key))));
    const auto count = rows.read().u64();
    if (body != missing.end() && body->second == count) missing.erase(body);
  }
  return missing.size();
}

/// An answer is held against what each report says of itself, where not all of its rows are in the
/// answer.
void require_whole(Client& client, const std::vector<Body>& bodies, const RecordRows& rows) {
  constexpr std::size_t most_asked = 20'000;
  std::vector<Body> partial;
  for (const auto place : rows.incomplete()) partial.push_back(bodies[place]);
  std::size_t torn = 0;
  for (std::span<const Body> rest = partial; !rest.empty();) {
    const auto asked = rest.first(std::min(rest.size(), most_asked));
    torn += count_torn(client, asked);
    rest = rest.subspan(asked.size());
  }
  if (torn > 0) client.fail_incomplete(torn);
}

/// Rows of these bodies that are about the domain, in order.
RecordRows rows_of(Client& client, const DomainName& domain, const Period& window,
                   const std::vector<Body>& bodies) {
  RecordRows records;
  for (const auto& body : bodies) records.expect(body.key, body.records);
  // What a domain's own reports say of it is nearly all of them: no look-up of each.
  const auto other =
      fmt::format("(policy, begins_at, report) IN ({})", mentions(domain, window.end));
  for (const auto& stretch : stretches_of(bodies)) {
    auto rows = client.ask(
        fmt::format("SELECT {} FROM record WHERE policy IN ({}) AND begins_at >= {} "
                    "AND begins_at < {} AND ({} OR {}) AND authentication IN "
                    "(SELECT authentication FROM authentication WHERE {})",
                    RecordRows::columns, fmt::join(policies_of(bodies), ","), stored(stretch.begin),
                    stored(stretch.end), is_policy_of(domain), other, is_below(domain)));
    records.add(rows);
  }
  records.sort();
  require_whole(client, bodies, records);
  return records;
}

/// What these rows say besides who sent how much, by the keys of it.
std::unordered_map<std::uint64_t, report::Authentication> sets_of(
    Client& client, const DomainName& domain, const std::vector<RecordRow>& rows) {
  std::unordered_set<std::uint64_t> keys;
  for (const auto& row : rows) keys.insert(row.authentication);
  return query_sets(client, std::vector(keys.begin(), keys.end()), is_below(domain));
}

template <class Value>
std::uint32_t place_in(const std::vector<Value>& sorted, const Value& value) {
  return static_cast<std::uint32_t>(std::ranges::lower_bound(sorted, value) - sorted.begin());
}

/// Turns rows into observations, numbering what they name in the order in which they name it.
class Observer {
 public:
  Observer(std::unordered_map<std::uint64_t, report::Authentication> sets,
           report::Observations& result)
      : m_sets(std::move(sets)), m_sources(result.sources), m_result(result) {}

  /// Adds the rows of the bodies under one identity.
  void add(std::span<const Body> bodies, std::span<const RecordRow> rows) {
    if (bodies.size() == 1) {
      for (const auto& row : rows) m_result.rows.push_back(observation(bodies.front(), row));
      return;
    }
    std::vector<BodyRow> of_bodies;
    for (const auto& row : rows) {
      of_bodies.push_back({observation(bodies.front(), row), row.envelope_to, row.report});
    }
    merge_bodies(of_bodies, m_result.rows);
  }

 private:
  report::Observation observation(const Body& body, const RecordRow& row) {
    return {m_sources.number_of(row.source), number_of_set(row.authentication),
            place_in(m_result.reporters, body.org_name), place_in(m_result.periods, body.period),
            row.messages};
  }

  std::uint32_t number_of_set(std::uint64_t key) {
    const auto next = static_cast<std::uint32_t>(m_result.authentications.size());
    const auto [at, is_new] = m_numbers.emplace(key, next);
    if (is_new) {
      m_result.authentications.push_back(std::move(m_sets.at(key)));
    }
    return at->second;
  }

  std::unordered_map<std::uint64_t, report::Authentication> m_sets;
  std::unordered_map<std::uint64_t, std::uint32_t> m_numbers;
  Numbering<IpAddress> m_sources;
  report::Observations& m_result;
};

}  // namespace

report::Observations query_observations(Client& client, const DomainName& domain,
                                        const Period& window) {
  report::Observations result;
  result.window = window;
  const auto bodies = bodies_of(client, domain, window);
  if (bodies.empty()) return result;
  for (const auto& body : bodies) {
    result.report_periods.push_back(body.period);
    result.report_reporters.push_back(body.org_name);
  }
  make_set(result.report_periods);
  make_set(result.report_reporters);
  result.periods = result.report_periods;
  result.reporters = result.report_reporters;

  const auto records = rows_of(client, domain, window, bodies);
  const auto& rows = records.rows();
  Observer observer(sets_of(client, domain, rows), result);
  auto row = rows.begin();
  for (auto first = bodies.begin(); first != bodies.end(); ++result.reports) {
    const auto last = std::find_if(
        first, bodies.end(), [&](const Body& body) { return body.identity != first->identity; });
    const auto end = std::find_if(row, rows.end(), [&](const RecordRow& each) {
      return each.report >= static_cast<std::uint32_t>(last - bodies.begin());
    });
    observer.add({first, last}, {row, end});
    row = end;
    first = last;
  }
  return result;
}

std::optional<Period> query_reported_span(Client& client, const DomainName& domain) {
  auto rows = client.ask(
      fmt::format("SELECT count(), min(begins_at), max(greatest(ends_at, begins_at + 1)) "
                  "FROM report FINAL WHERE {} AND {}",
                  is_held_sql, is_about(domain, Moment::max())));
  if (!rows.step() || rows.read().u64() == 0) return std::nullopt;
  const auto begin = moment(rows.read().i64());
  return Period{begin, moment(rows.read().i64())};
}

}  // namespace hardfail::store::clickhouse
