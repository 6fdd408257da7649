#include "run_basis.hpp"

#include <cassert>
#include <string_view>
#include <utility>
#include <vector>

#include "statement.hpp"
#include "stored_values.hpp"
#include "unknown_name.hpp"

namespace hardfail::store {
namespace {

std::vector<ledger::UsedAnswer> query_used(Connection& connection, RowId run) {
  Statement query(connection,
                  "SELECT use, name, type, outcome, aliases, records "
                  "FROM run_answer JOIN used_answer ON used_answer.id = answer WHERE run = ?1");
  query.bind(run);
  std::vector<ledger::UsedAnswer> answers;
  while (query.step()) {
    const auto type = query.integer(2);
    if (!std::in_range<std::uint16_t>(type)) connection.fail_damaged();
    const auto aliases = query.blob(4);
    const auto records = query.blob(5);
    answers.push_back({parse_answer_use(query.text(0)),
                       domain_name(connection, query.text(1)),
                       static_cast<std::uint16_t>(type),
                       std::string(query.text(3)),
                       {aliases.begin(), aliases.end()},
                       {records.begin(), records.end()}});
  }
  return answers;
}

/// Drops those of the runs that the query gives, with the answers that no other run had.
void drop_bases(Connection& connection, Statement& runs) {
  std::vector<RowId> dropped;
  while (runs.step()) dropped.push_back(runs.integer(0));
  Statement answers(connection,
                    "DELETE FROM used_answer WHERE id IN "
                    "  (SELECT answer FROM run_answer WHERE run = ?1) "
                    "AND NOT EXISTS (SELECT 1 FROM run_answer AS other "
                    "  WHERE other.answer = used_answer.id AND other.run <> ?1)");
  Statement uses(connection, "DELETE FROM run_answer WHERE run = ?1");
  Statement bases(connection, "DELETE FROM run_basis WHERE run = ?1");
  for (const auto run : dropped) {
    answers.run(run);
    uses.run(run);
    bases.run(run);
  }
}

}  // namespace

std::string_view name_of(ledger::AnswerUse use) {
  switch (use) {
    case ledger::AnswerUse::verdict:
      return "verdict";
    case ledger::AnswerUse::services:
      return "services";
    case ledger::AnswerUse::host_name:
      return "host_name";
  }
  return {};
}

ledger::AnswerUse parse_answer_use(std::string_view name) {
  using enum ledger::AnswerUse;
  for (const auto each : {verdict, services, host_name}) {
    if (name_of(each) == name) return each;
  }
  refuse_unknown("a kept run names the use of an answer", name);
}

void keep_basis(Connection& connection, RowId domain, RowId run, const ledger::Basis& basis) {
  assert(connection.in_transaction());
  Statement(connection, "INSERT INTO run_basis (run, settings) VALUES (?1, ?2)")
      .run(run, basis.settings);
  Statement find(connection,
                 "SELECT id FROM used_answer WHERE name = ?1 AND type = ?2 AND use = ?3 "
                 "AND outcome = ?4 AND aliases = ?5 AND records = ?6");
  Statement insert(connection,
                   "INSERT INTO used_answer (name, type, use, outcome, aliases, records) "
                   "VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
  Statement use(connection, "INSERT OR IGNORE INTO run_answer (run, answer) VALUES (?1, ?2)");
  for (const auto& each : basis.answers) {
    const auto bind = [&each](Statement& statement) -> Statement& {
      return statement.bind(each.name.text(), std::int64_t{each.type}, name_of(each.use),
                            each.outcome, Blob(each.aliases), Blob(each.records));
    };
    if (bind(find).step()) {
      use.run(run, find.integer(0));
    } else {
      bind(insert).run_bound();
      use.run(run, connection.last_insert_id());
    }
  }
  Statement excess(connection,
                   "SELECT run_basis.run FROM run_basis JOIN run ON run.id = run_basis.run "
                   "WHERE domain = ?1 ORDER BY run_at DESC, id DESC LIMIT -1 OFFSET ?2");
  drop_bases(connection, excess.bind(domain, static_cast<std::int64_t>(most_bases_of_domain)));
}

void drop_unused_bases(Connection& connection) {
  Statement unused(connection, "SELECT run FROM run_basis WHERE run NOT IN (SELECT id FROM run)");
  drop_bases(connection, unused.bind());
}

bool has_basis(Connection& connection, RowId run) {
  return Statement(connection, "SELECT 1 FROM run_basis WHERE run = ?1").first(run).has_value();
}

std::optional<ledger::Replayable> query_replayable(Connection& connection, std::uint64_t number) {
  if (!std::in_range<RowId>(number)) return std::nullopt;
  const auto run = static_cast<RowId>(number);
  Statement query(connection,
                  "SELECT name, settings FROM run JOIN domain ON domain.id = run.domain "
                  "LEFT JOIN run_basis ON run_basis.run = run.id WHERE run.id = ?1");
  if (!query.bind(run).step()) return std::nullopt;
  ledger::Replayable found{domain_name(connection, query.text(0)), nullptr};
  if (!query.is_null(1)) {
    found.basis = std::make_shared<const ledger::Basis>(
        ledger::Basis{std::string(query.text(1)), query_used(connection, run)});
  }
  return found;
}

}  // namespace hardfail::store
