#include "observation_query.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "authentication_codec.hpp"
#include "dictionary.hpp"
#include "stored_values.hpp"

namespace hardfail::store {
namespace {

/// A period meets a window where they have a moment in common; one without length does where its
/// moment lies in the window. ?1 and ?2 are the window, ?3 and ?4 the names, ?5 the domain itself.
constexpr std::string_view reports_sql =
    "SELECT begins_at, ends_at, org_name, first_record, records "
    "FROM report JOIN reporter ON reporter.id = report.reporter "
    "WHERE report.id IN (SELECT report FROM report_domain WHERE domain IN "
    "                      (SELECT id FROM domain WHERE reversed >= ?3 AND reversed < ?4) "
    "                    UNION "
    "                    SELECT id FROM report WHERE domain = "
    "                      (SELECT id FROM domain WHERE reversed = ?3)) "
    "AND begins_at < ?2 AND (ends_at > ?1 OR begins_at >= ?1) "
    "ORDER BY report.id";

struct ReportRows {
  Period period;
  std::string org_name;
  RowId first_record;
  RowId end_record;
};

std::vector<ReportRows> reports_of(Connection& connection, const DomainName& domain,
                                   const Period& window) {
  const auto from = reversed(domain);
  const auto to = end_of_range(domain);
  Statement query(connection, reports_sql);
  query.bind(stored(window.begin), stored(window.end), from, to);
  std::vector<ReportRows> reports;
  while (query.step()) {
    const auto first = query.integer(3);
    reports.push_back({{moment(query.integer(0)), moment(query.integer(1))},
                       std::string(query.text(2)),
                       first,
                       first + query.integer(4)});
  }
  return reports;
}

/// Sorts the values and drops all but one of each.
template <class Value>
void make_set(std::vector<Value>& values) {
  std::ranges::sort(values);
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

/// Where a value stands in what make_set() made. Pre: it is there.
template <class Value>
std::uint32_t index_in(const std::vector<Value>& values, const Value& value) {
  return static_cast<std::uint32_t>(std::ranges::lower_bound(values, value) - values.begin());
}

/// The sets of authentication results that speak of one domain, read as rows ask for them.
class RelevantAuthentications {
 public:
  RelevantAuthentications(Connection& connection, const DomainName& domain,
                          std::vector<report::Authentication>& authentications)
      : m_connection(connection),
        m_find(connection,
               "SELECT header_from, spf_domain, body FROM authentication WHERE id = ?1"),
        m_name(connection, "SELECT name FROM domain WHERE id = ?1"),
        m_authentications(authentications) {
    const auto from = reversed(domain);
    const auto to = end_of_range(domain);
    Statement below(connection, "SELECT id FROM domain WHERE reversed >= ?1 AND reversed < ?2");
    below.bind(from, to);
    while (below.step()) m_domains.insert(below.integer(0));
  }

  /// The index of a set; nullopt where it does not speak of the domain.
  std::optional<std::uint32_t> index_of(RowId id) {
    const auto [known, added] = m_index.try_emplace(id);
    if (added) known->second = load(id);
    return known->second;
  }

 private:
  std::optional<std::uint32_t> load(RowId id) {
    if (!m_find.bind(id).step()) m_connection.fail_damaged();
    std::optional<std::uint32_t> index;
    // An absent domain reads as 0, which is no id.
    if (m_domains.contains(m_find.integer(0)) || m_domains.contains(m_find.integer(1))) {
      auto set =
          decode(m_find.blob(2), [this](RowId name) -> const DomainName& { return name_of(name); });
      if (!set) m_connection.fail_damaged();
      index = static_cast<std::uint32_t>(m_authentications.size());
      m_authentications.push_back(std::move(*set));
    }
    m_find.rewind();
    return index;
  }

  const DomainName& name_of(RowId id) {
    const auto known = m_names.find(id);
    if (known != m_names.end()) return known->second;
    if (!m_name.bind(id).step()) m_connection.fail_damaged();
    auto name = domain_name(m_connection, m_name.text(0));
    m_name.rewind();
    return m_names.emplace(id, std::move(name)).first->second;
  }

  Connection& m_connection;
  Statement m_find;
  Statement m_name;
  std::unordered_set<RowId> m_domains;  ///< the domain and what is below it
  std::unordered_map<RowId, DomainName> m_names;
  std::unordered_map<RowId, std::optional<std::uint32_t>> m_index;
  std::vector<report::Authentication>& m_authentications;
};

}  // namespace

report::Observations query_observations(Connection& connection, const DomainName& domain,
                                        const Period& window) {
  report::Observations result;
  result.window = window;
  const auto reports = reports_of(connection, domain, window);
  result.reports = reports.size();
  for (const auto& report : reports) {
    result.report_periods.push_back(report.period);
    result.report_reporters.push_back(report.org_name);
  }
  make_set(result.report_periods);
  make_set(result.report_reporters);
  result.periods = result.report_periods;
  result.reporters = result.report_reporters;

  RelevantAuthentications relevant(connection, domain, result.authentications);
  Statement records(connection,
                    "SELECT source, messages, authentication FROM record "
                    "WHERE id >= ?1 AND id < ?2");
  for (const auto& report : reports) {
    const auto period = index_in(result.periods, report.period);
    const auto reporter = index_in(result.reporters, report.org_name);
    records.bind(report.first_record, report.end_record);
    while (records.step()) {
      const auto authentication = relevant.index_of(records.integer(2));
      if (!authentication) continue;
      const auto source = IpAddress::from_octets(records.blob(0));
      if (!source) connection.fail_damaged();
      result.rows.push_back({*source, *authentication, reporter, period,
                             static_cast<std::uint64_t>(records.integer(1))});
    }
  }
  return result;
}

}  // namespace hardfail::store
