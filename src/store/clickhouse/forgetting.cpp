#include "clickhouse/forgetting.hpp"

#include <fmt/format.h>

#include <chrono>
#include <string>
#include <string_view>
#include <thread>

#include "clickhouse/bases.hpp"
#include "clickhouse/held_reports.hpp"
#include "clickhouse/reports.hpp"
#include "clickhouse/runs.hpp"
#include "stored_values.hpp"

namespace hardfail::store::clickhouse {
namespace {

using namespace std::chrono_literals;

/// How long the deletion of rows is waited for. It goes on without us; the next forget() finds what
/// is left to note.
constexpr auto longest_deletion = 600s;
constexpr auto look_again_after = 100ms;

std::string of_domain(const ledger::Forgetting& forgetting) {
  if (!forgetting.domain) return {};
  return fmt::format(" AND domain = {}", literal(forgetting.domain->text()));
}

std::string reports_to_go(const ledger::Forgetting& forgetting) {
  auto condition = std::string(is_held_sql) + of_domain(forgetting);
  if (forgetting.domain) condition += " AND " + is_policy_of(*forgetting.domain);
  if (forgetting.before) condition += fmt::format(" AND ends_at <= {}", stored(*forgetting.before));
  return condition;
}

/// However old, a run that somebody was told of last is needed to see what is new.
std::string runs_to_go(const ledger::Forgetting& forgetting) {
  auto condition = "gone = 0" + of_domain(forgetting);
  if (forgetting.before) {
    condition += fmt::format(
        " AND last_at < {} AND (domain, id) NOT IN (SELECT domain, run FROM told FINAL "
        "WHERE gone = 0)",
        stored(*forgetting.before));
  }
  return condition;
}

std::string marks_to_go(const ledger::Forgetting& forgetting) {
  auto condition = "gone = 0" + of_domain(forgetting);
  if (forgetting.before)
    condition += fmt::format(" AND marked_at < {}", stored(*forgetting.before));
  return condition;
}

std::uint64_t number(Client& client, const std::string& select) {
  auto rows = client.ask(select);
  return rows.step() ? rows.read().u64() : 0;
}

/// Writes rows of reports anew with the next life. What a forgotten report said of itself is left
/// out.
void raise_life(Client& client, const std::string& condition) {
  client.execute(
      "INSERT INTO report (policy, begins_at, report, life, identity, ends_at, domain) "
      "SELECT policy, begins_at, report, life + 1, identity, ends_at, domain FROM report FINAL "
      "WHERE " +
      condition);
}

bool is_deleting(Client& client) {
  return number(client,
                fmt::format("SELECT count() FROM system.mutations WHERE database = {} "
                            "AND is_done = 0 AND table IN ('record', 'mention', 'accepted_fail', "
                            "'report', 'heard', 'refusal')",
                            literal(client.address().database()))) > 0;
}

void wait_for_deletions(Client& client) {
  const auto deadline = std::chrono::steady_clock::now() + longest_deletion;
  while (is_deleting(client)) {
    if (std::chrono::steady_clock::now() >= deadline) {
      throw Error(Failure::database_busy,
                  "the server is still deleting the rows of reports that are forgotten",
                  "nothing counts them any more; forget again later to have all of it gone");
    }
    std::this_thread::sleep_for(look_again_after);
  }
}

/// Until their rows are gone, the reports stand as on their way: an import takes them for held, so
/// that it brings none whose rows would be deleted with the others.
void delete_rows(Client& client) {
  const std::string going = "FROM report FINAL WHERE life % 3 = 1";
  if (number(client, "SELECT count() " + going) == 0) return;
  const auto are_going =
      fmt::format("policy IN (SELECT policy {0}) AND report IN (SELECT report {0})", going);
  for (const auto* table : {"record", "mention", "accepted_fail"}) {
    client.execute(fmt::format("ALTER TABLE {} DELETE WHERE {}", table, are_going));
  }
  // Of the report itself, what stays is that it is gone.
  client.execute("ALTER TABLE report DELETE WHERE life % 3 = 0 AND " + are_going);
  wait_for_deletions(client);
  raise_life(client, "life % 3 = 1");
}

/// Without a deletion to wait for where there is nothing to delete.
void delete_where(Client& client, std::string_view table, const std::string& condition) {
  if (number(client, fmt::format("SELECT count() FROM {} WHERE {}", table, condition)) == 0) return;
  client.execute(fmt::format("ALTER TABLE {} DELETE WHERE {}", table, condition));
}

void forget_runs(Client& client, const ledger::Forgetting& forgetting) {
  client.execute(
      fmt::format("INSERT INTO {} SELECT domain, id, run_at, last_at, runs, state, '', "
                  "findings, is_news, 1 FROM run FINAL WHERE {}",
                  run_columns, runs_to_go(forgetting)));
  client.execute(
      "INSERT INTO told (teller, domain, gone) SELECT teller, domain, 1 FROM told FINAL "
      "WHERE gone = 0 AND run != 0 AND (domain, run) NOT IN "
      "(SELECT domain, id FROM run FINAL WHERE gone = 0)");
  drop_unused_bases(client);
  client.execute(
      "ALTER TABLE finding DELETE WHERE findings IN (SELECT findings FROM run WHERE gone = 1) "
      "AND findings NOT IN (SELECT findings FROM run FINAL WHERE gone = 0)");
  auto refusals = "1 = 1" + of_domain(forgetting);
  if (forgetting.before) refusals += fmt::format(" AND as_of < {}", stored(*forgetting.before));
  delete_where(client, "refusal", refusals);
}

void forget_marks(Client& client, const ledger::Forgetting& forgetting) {
  client.execute(
      "INSERT INTO mark (domain, source, gone) SELECT domain, source, 1 FROM mark FINAL "
      "WHERE " +
      marks_to_go(forgetting));
}

/// By the hour, so that what is left of one is kept.
void forget_heard(Client& client, const ledger::Forgetting& forgetting) {
  auto condition = "1 = 1" + of_domain(forgetting);
  if (forgetting.before) {
    condition += fmt::format(" AND hour * 3600 + 3600 <= {}", stored(*forgetting.before));
  }
  delete_where(client, "heard", condition);
}

}  // namespace

ledger::Forgotten count_forgettable(Client& client, const ledger::Forgetting& forgetting) {
  constexpr const char* total = "toUInt64(least(sum(toFloat64({})), 9223372036854774784.))";
  ledger::Forgotten forgotten;
  auto rows = client.ask(fmt::format("SELECT count(), {}, {} FROM report FINAL WHERE {}",
                                     fmt::format(total, "records"), fmt::format(total, "messages"),
                                     reports_to_go(forgetting)));
  if (rows.step()) {
    forgotten.reports = rows.read().u64();
    forgotten.rows = rows.read().u64();
    forgotten.messages = rows.read().u64();
  }
  if (forgetting.takes_runs) {
    forgotten.runs =
        number(client, "SELECT sum(runs) FROM run FINAL WHERE " + runs_to_go(forgetting));
  }
  if (forgetting.takes_marks) {
    forgotten.marks =
        number(client, "SELECT count() FROM mark FINAL WHERE " + marks_to_go(forgetting));
  }
  return forgotten;
}

void forget(Client& client, const ledger::Forgetting& forgetting) {
  raise_life(client, reports_to_go(forgetting));
  if (forgetting.takes_runs) forget_runs(client, forgetting);
  if (forgetting.takes_marks) forget_marks(client, forgetting);
  forget_heard(client, forgetting);
  delete_rows(client);
  wait_for_deletions(client);
}

}  // namespace hardfail::store::clickhouse
