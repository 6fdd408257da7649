#include "run_memory.hpp"

#include <algorithm>
#include <cassert>
#include <functional>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "dictionary.hpp"
#include "statement.hpp"
#include "stored_values.hpp"
#include "unknown_name.hpp"

namespace hardfail::store {
namespace {

constexpr std::int64_t most_runs = 1000;

using Octets = std::vector<std::uint8_t>;

/// The addresses of one class, those of each family one after the other.
struct Packed {
  Octets v4;
  Octets v6;
  friend bool operator==(const Packed&, const Packed&) = default;
};

/// What consecutive runs with the same findings share: records by name, and sources by the name of
/// their class. As it is stored, so that two can be compared whatever names they use.
struct Findings {
  std::map<DomainName, std::string> records;
  std::map<std::string, Packed, std::less<>> classes;
  friend bool operator==(const Findings&, const Findings&) = default;
};

Findings findings_of(const ledger::Run& run) {
  Findings findings{run.records, {}};
  if (!run.sources) return findings;
  std::map<ledger::SourceClass, Packed> classes;
  for (const auto& [address, source_class] : *run.sources) {
    auto& packed = classes[source_class];
    auto& octets = address.family() == IpAddress::Family::v4 ? packed.v4 : packed.v6;
    octets.insert(octets.end(), address.octets().begin(), address.octets().end());
  }
  for (auto& [source_class, packed] : classes) {
    findings.classes.emplace(name_of(source_class), std::move(packed));
  }
  return findings;
}

/// A row of the table `run`.
struct StoredRun {
  Moment as_of;
  std::string state;
  std::string spf_record;
  std::optional<RowId> findings;
};

/// Reads runs of one domain.
class RunReader {
 public:
  RunReader(Connection& connection, DomainName domain)
      : m_connection(connection),
        m_domain(std::move(domain)),
        m_records(connection,
                  "SELECT name, text FROM run_record JOIN domain ON domain.id = run_record.domain "
                  "WHERE findings = ?1"),
        m_classes(connection, "SELECT class, ipv4, ipv6 FROM run_class WHERE findings = ?1") {}

  /// The latest runs of those that judged as of `latest` or before, the latest first.
  std::vector<StoredRun> rows(Moment latest, std::int64_t most) {
    const auto key = reversed(m_domain);
    Statement query(m_connection,
                    "SELECT run_at, state, spf_record, findings FROM run "
                    "WHERE domain = (SELECT id FROM domain WHERE reversed = ?1) AND run_at <= ?2 "
                    "ORDER BY run_at DESC, id DESC LIMIT ?3");
    query.bind(key, stored(latest), most);
    std::vector<StoredRun> rows;
    while (query.step()) {
      rows.push_back({moment(query.integer(0)), std::string(query.text(1)),
                      std::string(query.text(2)), std::nullopt});
      if (!query.is_null(3)) rows.back().findings = query.integer(3);
    }
    return rows;
  }

  Findings findings(RowId id) {
    Findings findings;
    m_records.bind(id);
    while (m_records.step()) {
      findings.records.emplace(domain_name(m_connection, m_records.text(0)), m_records.text(1));
    }
    m_classes.bind(id);
    while (m_classes.step()) {
      const auto v4 = m_classes.blob(1);
      const auto v6 = m_classes.blob(2);
      findings.classes.emplace(m_classes.text(0),
                               Packed{{v4.begin(), v4.end()}, {v6.begin(), v6.end()}});
    }
    return findings;
  }

  ledger::Run run(const StoredRun& row) {
    const auto state = ledger::parse_state(row.state);
    if (!state) refuse_unknown("a kept run names the verdict", row.state);
    ledger::Run run{m_domain, row.as_of, *state, {}, std::nullopt};
    if (row.findings) {
      auto found = findings(*row.findings);
      run.records = std::move(found.records);
      run.sources = sources(found);
    } else if (!row.spf_record.empty()) {
      run.records.emplace(m_domain, row.spf_record);
    }
    return run;
  }

 private:
  [[nodiscard]] std::vector<ledger::ClassifiedAddress> sources(const Findings& findings) const {
    std::vector<ledger::ClassifiedAddress> sources;
    for (const auto& [name, packed] : findings.classes) {
      const auto source_class = ledger::parse_source_class(name);
      if (!source_class) refuse_unknown("a kept run names the class", name);
      unpack(packed.v4, 4, *source_class, sources);
      unpack(packed.v6, 16, *source_class, sources);
    }
    std::ranges::sort(sources);
    return sources;
  }

  void unpack(Blob octets, std::size_t width, ledger::SourceClass source_class,
              std::vector<ledger::ClassifiedAddress>& sources) const {
    if (octets.size() % width != 0) m_connection.fail_damaged();
    for (; !octets.empty(); octets = octets.subspan(width)) {
      sources.push_back({*IpAddress::from_octets(octets.first(width)), source_class});
    }
  }

  Connection& m_connection;
  DomainName m_domain;
  Statement m_records;
  Statement m_classes;
};

void insert_findings(Connection& connection, Domains& domains, RowId id, const Findings& findings) {
  Statement record(connection,
                   "INSERT INTO run_record (findings, domain, text) VALUES (?1, ?2, ?3)");
  for (const auto& [domain, text] : findings.records) record.run(id, domains.id_of(domain), text);

  Statement of_class(connection,
                     "INSERT INTO run_class (findings, class, ipv4, ipv6) VALUES (?1, ?2, ?3, ?4)");
  for (const auto& [name, packed] : findings.classes) {
    of_class.run(id, name, Blob(packed.v4), Blob(packed.v6));
  }
}

/// The findings of the run before, where these are the same.
std::optional<RowId> same_as_before(Connection& connection, const ledger::Run& run,
                                    const Findings& findings) {
  RunReader reader(connection, run.domain);
  const auto earlier = reader.rows(run.as_of, 1);
  if (earlier.empty() || !earlier.front().findings) return std::nullopt;
  if (reader.findings(*earlier.front().findings) != findings) return std::nullopt;
  return earlier.front().findings;
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

void insert_run(Connection& connection, const ledger::Run& run) {
  assert(connection.in_transaction());
  Domains domains(connection);
  const auto domain = domains.id_of(run.domain);
  const auto findings = findings_of(run);
  auto id = same_as_before(connection, run, findings);
  if (!id) {
    id = Statement(connection, "SELECT coalesce(max(findings), 0) + 1 FROM run").first().value();
    insert_findings(connection, domains, *id, findings);
  }
  Statement(connection,
            "INSERT INTO run (domain, run_at, state, spf_record, findings) "
            "VALUES (?1, ?2, ?3, ?4, ?5)")
      .run(domain, stored(run.as_of), name_of(run.state), run.own_record(), *id);
  domains.write_new();
  prune(connection, domain);
}

std::vector<ledger::Run> query_runs(Connection& connection, const DomainName& domain) {
  RunReader reader(connection, domain);
  const auto rows = reader.rows(Moment::max(), most_runs);
  std::vector<ledger::Run> runs;
  runs.reserve(rows.size());
  std::transform(rows.rbegin(), rows.rend(), std::back_inserter(runs),
                 [&](const auto& row) { return reader.run(row); });
  return runs;
}

std::optional<ledger::Run> query_last_run(Connection& connection, const DomainName& domain,
                                          Moment latest) {
  RunReader reader(connection, domain);
  const auto rows = reader.rows(latest, 1);
  if (rows.empty()) return std::nullopt;
  return reader.run(rows.front());
}

}  // namespace hardfail::store
