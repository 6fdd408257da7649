#include "observation_query.hpp"

#include <algorithm>
#include <cassert>
#include <span>
#include <tuple>
#include <unordered_set>

#include "authentication_codec.hpp"
#include "dictionary.hpp"
#include "merge_bodies.hpp"
#include "numbering.hpp"
#include "stored_names.hpp"
#include "stored_values.hpp"

namespace hardfail::store {
namespace {

/// The reports that speak of a domain: ?1 and ?2 are the names from it on.
constexpr std::string_view about_sql =
    "WITH about (id) AS (SELECT report FROM report_domain WHERE domain IN "
    "                      (SELECT id FROM domain WHERE reversed >= ?1 AND reversed < ?2) "
    "                    UNION "
    "                    SELECT id FROM report WHERE domain = "
    "                      (SELECT id FROM domain WHERE reversed = ?1)) ";

/// A period meets a window if they have a moment in common; one of zero length does if its moment
/// lies in the window, which is ?3 and ?4.
/// The bodies held under one identity share the id of the first.
constexpr std::string_view reports_sql =
    "SELECT CASE conflicting WHEN 0 THEN report.id ELSE "
    "    (SELECT min(body.id) FROM report AS body "
    "     WHERE body.domain = report.domain AND body.begins_at = report.begins_at "
    "     AND body.ends_at = report.ends_at AND body.reporter = report.reporter "
    "     AND body.report_id = report.report_id) END AS identity, "
    "  begins_at, ends_at, org_name, first_record, records "
    "FROM report JOIN reporter ON reporter.id = report.reporter WHERE report.id IN "
    "(SELECT id FROM about) AND begins_at < ?4 AND (ends_at > ?3 OR begins_at >= ?3) "
    "ORDER BY identity, report.id";

/// A period of zero length has its moment.
constexpr std::string_view span_sql =
    "SELECT min(begins_at), max(max(ends_at, begins_at + 1)) FROM report "
    "WHERE id IN (SELECT id FROM about)";

struct ReportRows {
  RowId identity;
  Period period;
  std::string org_name;
  RowId first_record;
  RowId end_record;
};

std::vector<ReportRows> reports_of(Connection& connection, const DomainName& domain,
                                   const Period& window) {
  const auto from = reversed(domain);
  const auto to = end_of_range(domain);
  Statement query(connection, std::string(about_sql).append(reports_sql));
  query.bind(from, to, stored(window.begin), stored(window.end));
  std::vector<ReportRows> reports;
  while (query.step()) {
    const auto first = query.integer(4);
    reports.push_back({query.integer(0),
                       {moment(query.integer(1)), moment(query.integer(2))},
                       std::string(query.text(3)),
                       first,
                       first + query.integer(5)});
  }
  return reports;
}

/// The index of a value in what make_set() made. Pre: it is in it.
template <class Value>
std::uint32_t index_in(const std::vector<Value>& values, const Value& value) {
  const auto at = std::ranges::lower_bound(values, value);
  assert(at != values.end() && *at == value);
  return static_cast<std::uint32_t>(at - values.begin());
}

/// The sets of authentication results that are about one domain, read when rows refer to them.
class RelevantAuthentications {
 public:
  RelevantAuthentications(Connection& connection, const DomainName& domain,
                          std::vector<report::Authentication>& authentications)
      : m_connection(connection),
        m_find(connection,
               "SELECT header_from, spf_domain, body FROM authentication WHERE id = ?1"),
        m_names(connection),
        m_authentications(authentications) {
    const auto from = reversed(domain);
    const auto to = end_of_range(domain);
    Statement below(connection, "SELECT id FROM domain WHERE reversed >= ?1 AND reversed < ?2");
    below.bind(from, to);
    while (below.step()) m_domains.insert(below.integer(0));
  }

  /// The index of a set; nullopt if it is not about the domain.
  std::optional<std::uint32_t> index_of(RowId id) {
    const auto number = m_numbers.number_of(id);
    if (number == m_indices.size()) m_indices.push_back(load(id));
    return m_indices[number];
  }

 private:
  std::optional<std::uint32_t> load(RowId id) {
    if (!m_find.bind(id).step()) m_connection.fail_damaged();
    std::optional<std::uint32_t> index;
    // An absent domain reads as 0, which is not an id.
    if (m_domains.contains(m_find.integer(0)) || m_domains.contains(m_find.integer(1))) {
      auto set = decode(m_find.blob(2),
                        [this](RowId name) -> const DomainName& { return m_names.name_of(name); });
      if (!set) m_connection.fail_damaged();
      index = static_cast<std::uint32_t>(m_authentications.size());
      m_authentications.push_back(std::move(*set));
    }
    m_find.rewind();
    return index;
  }

  Connection& m_connection;
  Statement m_find;
  std::unordered_set<RowId> m_domains;  ///< the domain and what is below it
  StoredNames m_names;
  std::vector<RowId> m_ids;  ///< of the sets asked for
  Numbering<RowId> m_numbers{m_ids};
  std::vector<std::optional<std::uint32_t>> m_indices;  ///< of each of these, as index_of() says
  std::vector<report::Authentication>& m_authentications;
};

/// Reads those rows of reports that are about one domain.
class RowReader {
 public:
  /// Pre: the periods and reporters of `result` are filled in.
  RowReader(Connection& connection, const DomainName& domain, report::Observations& result)
      : m_connection(connection),
        m_relevant(connection, domain, result.authentications),
        m_sources(result.sources),
        m_records(connection,
                  "SELECT source, messages, authentication, envelope_to FROM record "
                  "WHERE id >= ?1 AND id < ?2"),
        m_result(result) {
    assert(std::ranges::is_sorted(result.periods) && std::ranges::is_sorted(result.reporters));
  }

  /// Adds the rows of one report, all that is held under its identity.
  void add(std::span<const ReportRows> bodies) {
    if (bodies.size() == 1) {
      return read(bodies.front(),
                  [this](const report::Observation& row) { m_result.rows.push_back(row); });
    }
    std::vector<BodyRow> rows;
    for (std::size_t body = 0; body < bodies.size(); ++body) {
      read(bodies[body], [&](const report::Observation& row) {
        rows.push_back({row, m_records.integer(3), body});
      });
    }
    merge_bodies(rows, m_result.rows);
  }

 private:
  template <typename OnRow>
  void read(const ReportRows& report, OnRow on_row) {
    const auto period = index_in(m_result.periods, report.period);
    const auto reporter = index_in(m_result.reporters, report.org_name);
    m_records.bind(report.first_record, report.end_record);
    while (m_records.step()) {
      const auto authentication = m_relevant.index_of(m_records.integer(2));
      if (!authentication) continue;
      const auto source = IpAddress::from_octets(m_records.blob(0));
      if (!source) m_connection.fail_damaged();
      on_row(report::Observation{m_sources.number_of(*source), *authentication, reporter, period,
                                 static_cast<std::uint64_t>(m_records.integer(1))});
    }
  }

  Connection& m_connection;
  RelevantAuthentications m_relevant;
  Numbering<IpAddress> m_sources;
  Statement m_records;
  report::Observations& m_result;
};

}  // namespace

report::Observations query_observations(Connection& connection, const DomainName& domain,
                                        const Period& window) {
  report::Observations result;
  result.window = window;
  const auto reports = reports_of(connection, domain, window);
  for (const auto& report : reports) {
    result.report_periods.push_back(report.period);
    result.report_reporters.push_back(report.org_name);
  }
  make_set(result.report_periods);
  make_set(result.report_reporters);
  result.periods = result.report_periods;
  result.reporters = result.report_reporters;

  RowReader reader(connection, domain, result);
  for (auto first = reports.begin(); first != reports.end(); ++result.reports) {
    const auto last =
        std::ranges::upper_bound(first, reports.end(), first->identity, {}, &ReportRows::identity);
    reader.add({first, last});
    first = last;
  }
  return result;
}

std::optional<Period> query_reported_span(Connection& connection, const DomainName& domain) {
  const auto from = reversed(domain);
  const auto to = end_of_range(domain);
  Statement query(connection, std::string(about_sql).append(span_sql));
  query.bind(from, to);
  if (!query.step() || query.is_null(0)) return std::nullopt;
  return Period{moment(query.integer(0)), moment(query.integer(1))};
}

}  // namespace hardfail::store
