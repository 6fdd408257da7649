#include "run_memory.hpp"

#include <algorithm>
#include <cassert>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dictionary.hpp"
#include "findings.hpp"
#include "run_basis.hpp"
#include "statement.hpp"
#include "stored_values.hpp"
#include "unknown_name.hpp"

namespace hardfail::store {
namespace {

constexpr std::int64_t most_without_news = 1000;

/// A row of the table `run`.
struct StoredRun {
  RowId id;
  Moment as_of;
  Moment last_as_of;
  std::int64_t runs;
  std::string state;
  std::string spf_record;
  std::optional<RowId> findings;
  ledger::News news = ledger::News::some;
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
        m_classes(connection, "SELECT class, ipv4, ipv6 FROM run_class WHERE findings = ?1"),
        m_marks(connection, "SELECT class, ipv4, ipv6 FROM run_mark WHERE findings = ?1"),
        m_senders(connection,
                  "SELECT id, name, class, ipv4, ipv6 FROM run_sender WHERE findings = ?1") {}

  /// All, the earliest first.
  std::vector<StoredRun> rows() { return rows(Moment::max(), "ORDER BY run_at, id"); }

  /// The last of those that begin at `latest` or before.
  std::optional<StoredRun> last_row(Moment latest) {
    auto rows = this->rows(latest, "ORDER BY run_at DESC, id DESC LIMIT 1");
    return rows.empty() ? std::nullopt : std::optional(std::move(rows.front()));
  }

  StoredRun row(RowId id) {
    Statement query(m_connection, std::string(columns) + "WHERE id = ?1");
    if (!query.bind(id).step()) m_connection.fail_damaged();
    return row(query);
  }

  std::map<DomainName, std::string> records(const StoredRun& row) {
    if (row.findings) return records(*row.findings);
    if (row.spf_record.empty()) return {};
    return {{m_domain, row.spf_record}};
  }

  Findings findings(RowId id) {
    Findings findings;
    findings.records = records(id);
    findings.classes = classes(m_classes, id);
    findings.marks = classes(m_marks, id);
    m_senders.bind(id);
    while (m_senders.step()) {
      findings.senders.emplace(m_senders.text(0),
                               StoredSender{std::string(m_senders.text(1)),
                                            std::string(m_senders.text(2)), packed(m_senders, 3)});
    }
    return findings;
  }

  ledger::Run run(const StoredRun& row) {
    const auto state = ledger::parse_state(row.state);
    if (!state) refuse_unknown("a kept run names the verdict", row.state);
    ledger::Run run{m_domain, row.as_of, *state, {}, std::nullopt};
    if (row.findings) {
      if (!restore(findings(*row.findings), run)) m_connection.fail_damaged();
    } else {
      run.records = records(row);
    }
    return run;
  }

 private:
  std::map<DomainName, std::string> records(RowId findings) {
    std::map<DomainName, std::string> records;
    m_records.bind(findings);
    while (m_records.step()) {
      records.emplace(domain_name(m_connection, m_records.text(0)), m_records.text(1));
    }
    return records;
  }

  static constexpr std::string_view columns =
      "SELECT id, run_at, last_at, runs, state, spf_record, findings, is_news FROM run ";

  static StoredRun row(const Statement& query) {
    StoredRun row{query.integer(0), moment(query.integer(1)),   moment(query.integer(2)),
                  query.integer(3), std::string(query.text(4)), std::string(query.text(5)),
                  std::nullopt};
    if (!query.is_null(6)) row.findings = query.integer(6);
    if (!query.is_null(7) && query.integer(7) == 0) row.news = ledger::News::none;
    return row;
  }

  std::vector<StoredRun> rows(Moment latest, const char* order) {
    const auto key = reversed(m_domain);
    Statement query(m_connection, std::string(columns) +
                                      "WHERE run_at <= ?2 "
                                      "AND domain = (SELECT id FROM domain WHERE reversed = ?1) " +
                                      order);
    query.bind(key, stored(latest));
    std::vector<StoredRun> rows;
    while (query.step()) rows.push_back(row(query));
    return rows;
  }

  static Classes classes(Statement& query, RowId id) {
    Classes classes;
    query.bind(id);
    while (query.step()) {
      classes.emplace(query.text(0), packed(query, 1));
    }
    return classes;
  }

  /// Of the column and the one after it.
  static Packed packed(const Statement& query, int column) {
    const auto v4 = query.blob(column);
    const auto v6 = query.blob(column + 1);
    return {{v4.begin(), v4.end()}, {v6.begin(), v6.end()}};
  }

  Connection& m_connection;
  DomainName m_domain;
  Statement m_records;
  Statement m_classes;
  Statement m_marks;
  Statement m_senders;
};

void insert_classes(Connection& connection, std::string_view table, RowId id,
                    const Classes& classes) {
  Statement insert(connection, std::string("INSERT INTO ").append(table) +
                                   " (findings, class, ipv4, ipv6) VALUES (?1, ?2, ?3, ?4)");
  for (const auto& [name, packed] : classes) {
    insert.run(id, name, Blob(packed.v4), Blob(packed.v6));
  }
}

void insert_findings(Connection& connection, Domains& domains, RowId id, const Findings& findings) {
  Statement record(connection,
                   "INSERT INTO run_record (findings, domain, text) VALUES (?1, ?2, ?3)");
  for (const auto& [domain, text] : findings.records) record.run(id, domains.id_of(domain), text);

  insert_classes(connection, "run_class", id, findings.classes);
  insert_classes(connection, "run_mark", id, findings.marks);

  Statement sender(connection,
                   "INSERT INTO run_sender (findings, id, name, class, ipv4, ipv6) "
                   "VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
  for (const auto& [key, stored] : findings.senders) {
    sender.run(id, key, stored.name, stored.source_class, Blob(stored.sources.v4),
               Blob(stored.sources.v6));
  }
}

RowId next_findings(Connection& connection) {
  return Statement(connection, "SELECT coalesce(max(findings), 0) + 1 FROM run").first().value();
}

void insert_row(Connection& connection, RowId domain, const StoredRun& row,
                std::optional<std::int64_t> is_news) {
  Statement(connection,
            "INSERT INTO run (domain, run_at, last_at, runs, state, spf_record, findings, is_news) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
      .run(domain, stored(row.as_of), stored(row.last_as_of), row.runs, row.state, row.spf_record,
           row.findings, is_news);
}

/// Makes room for a run that found something else between runs that found the same, of whose
/// moments the first and the last are known. Pre: there are two of them.
void split(Connection& connection, RowId domain, const StoredRun& row) {
  Statement(connection, "UPDATE run SET last_at = run_at, runs = ?2 WHERE id = ?1")
      .run(row.id, std::max(row.runs - 1, std::int64_t{1}));
  auto rest = row;
  rest.as_of = row.last_as_of;
  rest.runs = 1;
  // It comes back to what had been left, which is a change like any other.
  insert_row(connection, domain, rest, 1);
}

/// Folds runs that told of no change into the one before where nothing is held against them, past
/// so many of them.
void prune(Connection& connection, RowId domain) {
  Statement find(connection,
                 "SELECT id, before, last_at, runs FROM (SELECT id, last_at, runs, is_news, "
                 "    lag(id) OVER in_order AS before, lead(is_news, 1, 1) OVER in_order AS next, "
                 "    count(*) OVER () - row_number() OVER in_order AS later "
                 "  FROM run WHERE domain = ?1 WINDOW in_order AS (ORDER BY run_at, id)) "
                 "WHERE is_news = 0 AND next = 0 AND before IS NOT NULL AND later >= ?2 "
                 "AND id NOT IN (SELECT run FROM told WHERE run IS NOT NULL) LIMIT 1");
  Statement extend(connection, "UPDATE run SET last_at = ?2, runs = runs + ?3 WHERE id = ?1");
  Statement drop(connection, "DELETE FROM run WHERE id = ?1");
  bool is_pruned = false;
  while (find.bind(domain, most_without_news).step()) {
    const auto id = find.integer(0);
    extend.run(find.integer(1), find.integer(2), find.integer(3));
    find.rewind();
    drop.run(id);
    is_pruned = true;
  }
  if (is_pruned) drop_unused_findings(connection);
}

}  // namespace

void drop_unused_findings(Connection& connection) {
  for (const auto* table : {"run_record", "run_class", "run_mark", "run_sender"}) {
    Statement(connection, std::string("DELETE FROM ") + table +
                              " WHERE findings NOT IN (SELECT findings FROM run "
                              "  WHERE findings IS NOT NULL)")
        .run();
  }
}

void keep_run(Connection& connection, const ledger::Run& run, ledger::News news,
              const ledger::Basis* basis) {
  assert(connection.in_transaction());
  RunReader reader(connection, run.domain);
  const auto findings = findings_of(run);
  const auto before = reader.last_row(run.as_of);
  const bool found_same =
      before && before->findings && reader.findings(*before->findings) == findings;
  if (found_same && before->state == name_of(run.state)) {
    Statement(connection,
              "UPDATE run SET last_at = max(last_at, ?2), runs = runs + 1 WHERE id = ?1")
        .run(before->id, stored(run.as_of));
    return;
  }
  Domains domains(connection);
  const auto domain = domains.id_of(run.domain);
  auto id = found_same ? before->findings : std::nullopt;
  if (!id) {
    id = next_findings(connection);
    insert_findings(connection, domains, *id, findings);
  }
  insert_row(connection, domain,
             {0, run.as_of, run.as_of, 1, std::string(name_of(run.state)),
              std::string(run.own_record()), id},
             news == ledger::News::some ? 1 : 0);
  if (basis != nullptr && news == ledger::News::some) {
    keep_basis(connection, domain, connection.last_insert_id(), *basis);
  }
  if (before && run.as_of < before->last_as_of) split(connection, domain, *before);
  domains.write_new();
  prune(connection, domain);
}

RowId id_of_run(Connection& connection, const ledger::Run& run) {
  RunReader reader(connection, run.domain);
  const auto last = reader.last_row(run.as_of);
  const bool is_held = last && last->findings && last->state == name_of(run.state) &&
                       reader.findings(*last->findings) == findings_of(run);
  if (is_held) return last->id;
  keep_run(connection, run, ledger::News::some, nullptr);
  return reader.last_row(run.as_of).value().id;
}

ledger::Run query_run(Connection& connection, const DomainName& domain, RowId id) {
  RunReader reader(connection, domain);
  return reader.run(reader.row(id));
}

std::vector<ledger::EqualRuns> query_runs(Connection& connection, const DomainName& domain) {
  RunReader reader(connection, domain);
  std::vector<ledger::EqualRuns> runs;
  for (const auto& row : reader.rows()) {
    runs.push_back({reader.run(row), row.last_as_of, static_cast<std::uint64_t>(row.runs)});
  }
  return runs;
}

std::vector<KeptRuns> query_kept_runs(Connection& connection, const DomainName& domain) {
  RunReader reader(connection, domain);
  std::vector<KeptRuns> runs;
  for (const auto& row : reader.rows()) {
    const auto replayable = query_replayable(connection, static_cast<std::uint64_t>(row.id));
    runs.push_back({{reader.run(row), row.last_as_of, static_cast<std::uint64_t>(row.runs)},
                    row.news,
                    replayable ? replayable->basis : nullptr});
  }
  return runs;
}

void add_runs(Connection& connection, const DomainName& domain, std::span<const KeptRuns> runs) {
  assert(connection.in_transaction());
  RunReader reader(connection, domain);
  const auto held = reader.rows();
  Domains domains(connection);
  const auto domain_id = domains.id_of(domain);
  for (const auto& [equal, news, basis] : runs) {
    const auto& run = equal.first;
    const auto findings = findings_of(run);
    const auto is_same = [&](const StoredRun& row) {
      if (row.as_of != run.as_of || row.state != name_of(run.state)) return false;
      if (!row.findings || !run.sources) return !row.findings && !run.sources;
      return reader.findings(*row.findings) == findings;
    };
    const auto count = static_cast<std::int64_t>(equal.runs);
    const auto row = std::ranges::find_if(held, is_same);
    RowId id = 0;
    if (row != held.end()) {
      id = row->id;
      Statement(connection,
                "UPDATE run SET last_at = max(last_at, ?2), runs = max(runs, ?3) WHERE id = ?1")
          .run(id, stored(equal.last_as_of), count);
    } else {
      StoredRun added{0,
                      run.as_of,
                      equal.last_as_of,
                      count,
                      std::string(name_of(run.state)),
                      std::string(run.own_record()),
                      std::nullopt};
      if (run.sources) {
        added.findings = next_findings(connection);
        insert_findings(connection, domains, *added.findings, findings);
      }
      insert_row(connection, domain_id, added, news == ledger::News::some ? 1 : 0);
      id = connection.last_insert_id();
    }
    if (basis && !has_basis(connection, id)) keep_basis(connection, domain_id, id, *basis);
  }
  domains.write_new();
}

std::vector<ledger::RunNumber> query_run_numbers(Connection& connection, const DomainName& domain) {
  std::vector<ledger::RunNumber> numbers;
  for (const auto& row : RunReader(connection, domain).rows()) {
    numbers.push_back({static_cast<std::uint64_t>(row.id), has_basis(connection, row.id)});
  }
  return numbers;
}

std::vector<ledger::RunRecords> query_records_of_runs(Connection& connection,
                                                      const DomainName& domain, Moment since) {
  RunReader reader(connection, domain);
  std::vector<ledger::RunRecords> found;
  for (const auto& row : reader.rows()) {
    if (row.last_as_of < since) continue;
    found.push_back({row.as_of, row.last_as_of, reader.records(row)});
  }
  return found;
}

std::optional<ledger::Run> query_last_run(Connection& connection, const DomainName& domain,
                                          Moment latest) {
  RunReader reader(connection, domain);
  const auto row = reader.last_row(latest);
  if (!row) return std::nullopt;
  auto run = reader.run(*row);
  if (row->last_as_of <= latest) run.as_of = row->last_as_of;
  return run;
}

}  // namespace hardfail::store
