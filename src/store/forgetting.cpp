#include "forgetting.hpp"

#include <cassert>
#include <limits>
#include <string>
#include <vector>

#include "dictionary.hpp"
#include "run_basis.hpp"
#include "run_memory.hpp"
#include "statement.hpp"
#include "stored_values.hpp"
#include "told_memory.hpp"

namespace hardfail::store {
namespace {

/// The values of a condition: ?1 is a domain's reversed name, "" for any; ?2 a moment.
struct Bounds {
  explicit Bounds(const ledger::Forgetting& forgetting)
      : domain(forgetting.domain ? reversed(*forgetting.domain) : std::string()),
        before(forgetting.before ? stored(*forgetting.before)
                                 : std::numeric_limits<std::int64_t>::max()) {}

  std::string domain;
  std::int64_t before;
};

constexpr std::string_view of_domain =
    "(?1 = '' OR domain = (SELECT id FROM domain WHERE reversed = ?1))";

Statement& bound(Statement& statement, const Bounds& bounds) {
  return statement.bind(bounds.domain, bounds.before);
}

/// " FROM ... WHERE ..." for the reports, runs and marks that are to go.
std::string where_reports() {
  return " FROM report WHERE ends_at <= ?2 AND " + std::string(of_domain);
}
/// However old, a run that somebody was told of last is needed to see what is new.
std::string where_runs(const ledger::Forgetting& forgetting) {
  const auto* spared = " AND id NOT IN (SELECT run FROM told WHERE run IS NOT NULL)";
  return " FROM run WHERE last_at < ?2 AND " + std::string(of_domain) +
         (forgetting.before ? spared : "");
}
std::string where_marks() {
  return " FROM mark WHERE marked_at < ?2 AND " + std::string(of_domain);
}

struct StoredReport {
  RowId id = 0;
  RowId first_record = 0;
  std::int64_t records = 0;
};

std::vector<StoredReport> reports_to_go(Connection& connection, const Bounds& bounds) {
  Statement query(connection, "SELECT id, first_record, records" + where_reports());
  bound(query, bounds);
  std::vector<StoredReport> reports;
  while (query.step()) reports.push_back({query.integer(0), query.integer(1), query.integer(2)});
  return reports;
}

void run(Connection& connection, const std::string& sql, const Bounds& bounds) {
  Statement statement(connection, sql);
  bound(statement, bounds);
  statement.run_bound();
}

}  // namespace

ledger::Forgotten count_forgettable(Connection& connection, const ledger::Forgetting& forgetting) {
  const Bounds bounds(forgetting);
  ledger::Forgotten forgotten;
  Statement reports(connection,
                    "SELECT count(*), CAST(total(records) AS INTEGER), "
                    "CAST(total(messages) AS INTEGER)" +
                        where_reports());
  if (bound(reports, bounds).step()) {
    forgotten.reports = count(reports.integer(0));
    forgotten.rows = count(reports.integer(1));
    forgotten.messages = count(reports.integer(2));
  }
  if (forgetting.takes_runs) {
    Statement runs(connection, "SELECT CAST(total(runs) AS INTEGER)" + where_runs(forgetting));
    if (bound(runs, bounds).step()) forgotten.runs = count(runs.integer(0));
  }
  if (forgetting.takes_marks) {
    Statement marks(connection, "SELECT count(*)" + where_marks());
    if (bound(marks, bounds).step()) forgotten.marks = count(marks.integer(0));
  }
  return forgotten;
}

void forget(Connection& connection, const ledger::Forgetting& forgetting) {
  assert(connection.in_transaction());
  const Bounds bounds(forgetting);
  Statement records(connection, "DELETE FROM record WHERE id >= ?1 AND id < ?1 + ?2");
  Statement warnings(connection, "DELETE FROM report_warning WHERE report = ?1");
  Statement reports(connection, "DELETE FROM report WHERE id = ?1");
  for (const auto& report : reports_to_go(connection, bounds)) {
    records.run(report.first_record, report.records);
    warnings.run(report.id);
    reports.run(report.id);
  }
  connection.execute(
      "DELETE FROM report_domain WHERE report NOT IN (SELECT id FROM report);"
      "DELETE FROM authentication WHERE id NOT IN (SELECT authentication FROM record);"
      "DELETE FROM reporter WHERE id NOT IN (SELECT reporter FROM report);"
      "UPDATE upkeep SET forgettings = forgettings + 1");
  // By the hour, so that what is left of one is kept.
  run(connection, "DELETE FROM heard WHERE hour * 3600 + 3600 <= ?2 AND " + std::string(of_domain),
      bounds);
  if (forgetting.takes_runs) {
    run(connection, "DELETE" + where_runs(forgetting), bounds);
    drop_unused_findings(connection);
    drop_unused_bases(connection);
    drop_told_of_lost_runs(connection);
    run(connection, "DELETE FROM refusal WHERE as_of < ?2 AND " + std::string(of_domain), bounds);
  }
  if (forgetting.takes_marks) run(connection, "DELETE" + where_marks(), bounds);
}

std::int64_t forgettings(Connection& connection) {
  return Statement(connection, "SELECT forgettings FROM upkeep").first().value_or(0);
}

void shrink(Connection& connection) {
  connection.execute("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
}

}  // namespace hardfail::store
