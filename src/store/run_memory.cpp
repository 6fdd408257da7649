#include "run_memory.hpp"

#include <limits>
#include <utility>

#include "dictionary.hpp"
#include "statement.hpp"
#include "stored_values.hpp"

namespace hardfail::store {
namespace {

constexpr std::int64_t most_runs = 1000;

using Records = std::map<DomainName, std::string>;
using Sources = std::map<std::string, std::vector<IpAddress>>;
using Octets = std::vector<std::uint8_t>;

/// The addresses of one family, one after the other.
Octets packed(const std::vector<IpAddress>& addresses, IpAddress::Family family) {
  Octets octets;
  for (const auto& address : addresses) {
    if (address.family() != family) continue;
    octets.insert(octets.end(), address.octets().begin(), address.octets().end());
  }
  return octets;
}

void unpack(const Connection& connection, Blob octets, std::size_t width,
            std::vector<IpAddress>& addresses) {
  if (octets.size() % width != 0) connection.fail_damaged();
  for (; !octets.empty(); octets = octets.subspan(width)) {
    addresses.push_back(*IpAddress::from_octets(octets.first(width)));
  }
}

/// A row of the table `run`, and what it refers to.
struct StoredRun {
  std::optional<RowId> findings;
  Run run;
};

/// Reads runs of one domain.
class RunReader {
 public:
  RunReader(Connection& connection, DomainName domain)
      : m_connection(connection),
        m_domain(std::move(domain)),
        m_key(reversed(m_domain)),
        m_records(connection,
                  "SELECT name, text FROM run_record JOIN domain ON domain.id = run_record.domain "
                  "WHERE findings = ?1"),
        m_classes(connection, "SELECT class, ipv4, ipv6 FROM run_class WHERE findings = ?1") {}

  /// The latest runs of those that judged as of `latest` or before, the latest first.
  std::vector<StoredRun> read(Moment latest, std::int64_t most) {
    Statement query(m_connection,
                    "SELECT run_at, state, spf_record, findings FROM run "
                    "WHERE domain = (SELECT id FROM domain WHERE reversed = ?1) AND run_at <= ?2 "
                    "ORDER BY run_at DESC, id DESC LIMIT ?3");
    query.bind(m_key, stored(latest), most);
    std::vector<StoredRun> runs;
    while (query.step()) {
      StoredRun each{std::nullopt,
                     {m_domain,
                      moment(query.integer(0)),
                      std::string(query.text(1)),
                      std::string(query.text(2)),
                      {},
                      std::nullopt}};
      if (!query.is_null(3)) {
        each.findings = query.integer(3);
        each.run.records = records(*each.findings);
        each.run.sources = sources(*each.findings);
      }
      runs.push_back(std::move(each));
    }
    return runs;
  }

 private:
  Records records(RowId findings) {
    Records records;
    m_records.bind(findings);
    while (m_records.step()) {
      records.emplace(domain_name(m_connection, m_records.text(0)), m_records.text(1));
    }
    return records;
  }

  Sources sources(RowId findings) {
    Sources sources;
    m_classes.bind(findings);
    while (m_classes.step()) {
      auto& addresses = sources[std::string(m_classes.text(0))];
      unpack(m_connection, m_classes.blob(1), 4, addresses);
      unpack(m_connection, m_classes.blob(2), 16, addresses);
    }
    return sources;
  }

  Connection& m_connection;
  DomainName m_domain;
  std::string m_key;
  Statement m_records;
  Statement m_classes;
};

void insert_findings(Connection& connection, Domains& domains, RowId findings, const Run& run) {
  Statement record(connection,
                   "INSERT INTO run_record (findings, domain, text) VALUES (?1, ?2, ?3)");
  for (const auto& [domain, text] : run.records) record.run(findings, domains.id_of(domain), text);

  Statement of_class(connection,
                     "INSERT INTO run_class (findings, class, ipv4, ipv6) VALUES (?1, ?2, ?3, ?4)");
  for (const auto& [name, addresses] : run.sources.value_or(Sources())) {
    const auto v4 = packed(addresses, IpAddress::Family::v4);
    const auto v6 = packed(addresses, IpAddress::Family::v6);
    of_class.run(findings, name, Blob(v4), Blob(v6));
  }
}

void prune(Connection& connection, RowId domain) {
  const auto before = connection.total_changes();
  Statement(connection,
            "DELETE FROM run WHERE domain = ?1 AND id NOT IN (SELECT id FROM run "
            "  WHERE domain = ?1 ORDER BY run_at DESC, id DESC LIMIT ?2)")
      .run(domain, most_runs);
  if (connection.total_changes() == before) return;
  for (const auto* table : {"run_record", "run_class"}) {
    Statement(connection, std::string("DELETE FROM ") + table +
                              " WHERE findings NOT IN (SELECT findings FROM run "
                              "  WHERE findings IS NOT NULL)")
        .run();
  }
}

}  // namespace

void insert_run(Connection& connection, const Run& run) {
  Domains domains(connection);
  const auto domain = domains.id_of(run.domain);
  const auto earlier = RunReader(connection, run.domain).read(run.when, 1);
  const bool found_the_same = !earlier.empty() && earlier.front().findings &&
                              earlier.front().run.records == run.records &&
                              earlier.front().run.sources == run.sources;
  const auto findings =
      found_the_same
          ? *earlier.front().findings
          : Statement(connection, "SELECT coalesce(max(findings), 0) + 1 FROM run").first().value();
  if (!found_the_same) insert_findings(connection, domains, findings, run);
  Statement(connection,
            "INSERT INTO run (domain, run_at, state, spf_record, findings) "
            "VALUES (?1, ?2, ?3, ?4, ?5)")
      .run(domain, stored(run.when), run.state, run.spf_record, findings);
  domains.write_new();
  prune(connection, domain);
}

std::vector<Run> query_runs(Connection& connection, const DomainName& domain) {
  auto stored_runs = RunReader(connection, domain).read(Moment::max(), most_runs);
  std::vector<Run> runs;
  runs.reserve(stored_runs.size());
  for (auto each = stored_runs.rbegin(); each != stored_runs.rend(); ++each) {
    runs.push_back(std::move(each->run));
  }
  return runs;
}

std::optional<Run> query_last_run(Connection& connection, const DomainName& domain, Moment latest) {
  auto runs = RunReader(connection, domain).read(latest, 1);
  if (runs.empty()) return std::nullopt;
  return std::move(runs.front().run);
}

}  // namespace hardfail::store
