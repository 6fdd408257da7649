#include "told_memory.hpp"

#include <cassert>
#include <memory>
#include <string>
#include <utility>

#include "dictionary.hpp"
#include "run_memory.hpp"
#include "statement.hpp"
#include "stored_values.hpp"
#include "unknown_name.hpp"

namespace hardfail::store {
namespace {

constexpr std::string_view drop_strays =
    "DELETE FROM told_trouble WHERE NOT EXISTS (SELECT 1 FROM told "
    "  WHERE told.teller = told_trouble.teller AND told.domain = told_trouble.domain)";

std::vector<ledger::Trouble> query_troubles(Connection& connection, std::string_view teller,
                                            RowId domain) {
  Statement query(connection,
                  "SELECT kind, subject, name, since FROM told_trouble "
                  "WHERE teller = ?1 AND domain = ?2 ORDER BY kind, subject");
  query.bind(teller, domain);
  std::vector<ledger::Trouble> troubles;
  while (query.step()) {
    const auto kind = ledger::parse_trouble_kind(query.text(0));
    if (!kind) refuse_unknown("what was told names the trouble", query.text(0));
    troubles.push_back(
        {*kind, std::string(query.text(1)), std::string(query.text(2)), moment(query.integer(3))});
  }
  return troubles;
}

RowId written_id(Connection& connection, const DomainName& domain) {
  Domains domains(connection);
  const auto id = domains.id_of(domain);
  domains.write_new();
  return id;
}

}  // namespace

std::optional<ledger::Told> query_told(Connection& connection, std::string_view teller,
                                       const DomainName& domain) {
  const auto key = reversed(domain);
  Statement query(connection,
                  "SELECT domain, run FROM told WHERE teller = ?1 "
                  "AND domain = (SELECT id FROM domain WHERE reversed = ?2)");
  if (!query.bind(teller, std::string_view(key)).step()) return std::nullopt;
  ledger::Told told{domain, nullptr, query_troubles(connection, teller, query.integer(0))};
  if (!query.is_null(1)) {
    told.run = std::make_shared<const ledger::Run>(query_run(connection, domain, query.integer(1)));
  }
  return told;
}

std::int64_t count_tellings(Connection& connection, std::string_view teller) {
  return Statement(connection, "SELECT coalesce(max(telling), 0) FROM told WHERE teller = ?1")
      .first(teller)
      .value();
}

void replace_told(Connection& connection, std::string_view teller,
                  std::span<const ledger::Told> told, std::int64_t telling) {
  assert(connection.in_transaction());
  Statement insert(connection,
                   "INSERT OR REPLACE INTO told (teller, domain, run, telling) "
                   "VALUES (?1, ?2, ?3, ?4)");
  Statement forget(connection, "DELETE FROM told_trouble WHERE teller = ?1 AND domain = ?2");
  Statement trouble(connection,
                    "INSERT INTO told_trouble (teller, domain, kind, subject, name, since) "
                    "VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
  for (const auto& each : told) {
    std::optional<RowId> run;
    if (each.run) run = id_of_run(connection, *each.run);
    const auto domain = written_id(connection, each.domain);
    insert.run(teller, domain, run, telling);
    forget.run(teller, domain);
    for (const auto& [kind, subject, name, since] : each.troubles) {
      trouble.run(teller, domain, name_of(kind), std::string_view(subject), std::string_view(name),
                  stored(since));
    }
  }
}

std::optional<Moment> query_digest_told(Connection& connection, std::string_view teller,
                                        const DomainName& domain) {
  const auto until = Statement(connection,
                               "SELECT until FROM told_digest WHERE teller = ?1 "
                               "AND domain = (SELECT id FROM domain WHERE reversed = ?2)")
                         .first(teller, reversed(domain));
  return until ? std::optional(moment(*until)) : std::nullopt;
}

void replace_digest_told(Connection& connection, std::string_view teller,
                         std::span<const DomainName> told, Moment until) {
  assert(connection.in_transaction());
  Statement insert(connection,
                   "INSERT OR REPLACE INTO told_digest (teller, domain, until) "
                   "VALUES (?1, ?2, ?3)");
  for (const auto& each : told) insert.run(teller, written_id(connection, each), stored(until));
}

std::vector<ledger::InputTrouble> query_input_troubles(Connection& connection) {
  Statement query(connection, "SELECT input, failure, since FROM input_trouble ORDER BY input");
  std::vector<ledger::InputTrouble> troubles;
  while (query.step()) {
    troubles.push_back(
        {std::string(query.text(0)), static_cast<int>(query.integer(1)), moment(query.integer(2))});
  }
  return troubles;
}

void replace_input_troubles(Connection& connection,
                            std::span<const ledger::InputTrouble> troubles) {
  assert(connection.in_transaction());
  Statement(connection, "DELETE FROM input_trouble").run();
  Statement insert(connection,
                   "INSERT INTO input_trouble (input, failure, since) VALUES (?1, ?2, ?3)");
  for (const auto& [input, failure, since] : troubles) {
    insert.run(std::string_view(input), std::int64_t{failure}, stored(since));
  }
}

void drop_told_of_lost_runs(Connection& connection) {
  assert(connection.in_transaction());
  Statement(connection, "DELETE FROM told WHERE run NOT IN (SELECT id FROM run)").run();
  Statement(connection, drop_strays).run();
}

}  // namespace hardfail::store
