#include "clickhouse/forgetting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "clickhouse/bases.hpp"
#include "clickhouse/cluster.hpp"
#include "clickhouse/held_reports.hpp"
#include "clickhouse/keys.hpp"
#include "clickhouse/reports.hpp"
#include "clickhouse/runs.hpp"
#include "merge_bodies.hpp"
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
  const auto& address = client.address();
  return number(client,
                fmt::format("SELECT count() FROM {} WHERE database = {} AND is_done = 0",
                            system_table(address, "mutations"), literal(address.database()))) > 0;
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

void delete_rows(Client& client, std::string_view table, const std::string& condition) {
  const auto& address = client.address();
  client.execute(fmt::format("ALTER TABLE {}{} DELETE WHERE {}", rows_table(address, table),
                             on_cluster(address), condition));
}

/// Calls `use` with conditions on a column that it holds one of these, all together. Literals,
/// since servers replicate what they are told, not what each finds in another table when it comes
/// to it.
template <class Use>
void for_keys(std::string_view column, std::span<const Key> keys, const Use& use) {
  constexpr std::size_t most_keys = 5'000;
  while (!keys.empty()) {
    const auto some = keys.first(std::min(keys.size(), most_keys));
    keys = keys.subspan(some.size());
    std::vector<std::string> literals;
    for (const auto& key : some) literals.push_back(literal(view(key)));
    use(fmt::format("{} IN ({})", column, fmt::join(literals, ",")));
  }
}

/// Until their rows are gone, the reports stand as on their way: an import takes them for held, so
/// that it brings none whose rows would be deleted with the others.
void delete_rows_of_reports(Client& client) {
  auto rows = client.ask("SELECT policy, report FROM report FINAL WHERE life % 3 = 1");
  std::vector<std::uint64_t> policies;
  std::vector<Key> reports;
  while (rows.step()) {
    policies.push_back(rows.read().u64());
    reports.push_back(key_from(rows.read().octets(sizeof(Key))));
  }
  if (reports.empty()) return;
  make_set(policies);
  for_keys("report", reports, [&](const std::string& are_these) {
    const auto are_going =
        fmt::format("policy IN ({}) AND {}", fmt::join(policies, ","), are_these);
    for (const auto* table : {"record", "mention", "accepted_fail"}) {
      delete_rows(client, table, are_going);
    }
    // Of the report itself, what stays is that it is gone.
    delete_rows(client, "report", "life % 3 = 0 AND " + are_going);
  });
  wait_for_deletions(client);
  raise_life(client, "life % 3 = 1");
}

/// Without a deletion to wait for where there is nothing to delete.
void delete_where(Client& client, std::string_view table, const std::string& condition) {
  if (number(client, fmt::format("SELECT count() FROM {} WHERE {}", table, condition)) == 0) return;
  delete_rows(client, table, condition);
}

/// What only runs that are gone have found.
void delete_unused_findings(Client& client) {
  auto rows = client.ask(
      "SELECT DISTINCT findings FROM finding WHERE findings IN "
      "(SELECT findings FROM run WHERE gone = 1) AND findings NOT IN "
      "(SELECT findings FROM run FINAL WHERE gone = 0)");
  std::vector<Key> unused;
  while (rows.step()) unused.push_back(key_from(rows.read().octets(sizeof(Key))));
  for_keys("findings", unused,
           [&](const std::string& are_these) { delete_rows(client, "finding", are_these); });
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
  delete_unused_findings(client);
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
  delete_rows_of_reports(client);
  wait_for_deletions(client);
}

}  // namespace hardfail::store::clickhouse
