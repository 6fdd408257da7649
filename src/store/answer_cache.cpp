#include "answer_cache.hpp"

#include <cassert>
#include <cstdint>
#include <utility>

#include "statement.hpp"
#include "stored_values.hpp"

namespace hardfail::store {

std::vector<ledger::KnownAnswer> query_answers(Connection& connection, Moment now) {
  Statement query(connection,
                  "SELECT name, type, name_exists, records, expires_at FROM dns_answer "
                  "WHERE expires_at > ?1");
  query.bind(stored(now));
  std::vector<ledger::KnownAnswer> answers;
  while (query.step()) {
    const auto type = query.integer(1);
    if (!std::in_range<std::uint16_t>(type)) connection.fail_damaged();
    const auto records = query.blob(3);
    answers.push_back({domain_name(connection, query.text(0)),
                       static_cast<std::uint16_t>(type),
                       query.integer(2) != 0,
                       {records.begin(), records.end()},
                       moment(query.integer(4))});
  }
  return answers;
}

void replace_answers(Connection& connection, std::span<const ledger::KnownAnswer> answers,
                     Moment now) {
  assert(connection.in_transaction());
  Statement(connection, "DELETE FROM dns_answer WHERE expires_at <= ?1").run(stored(now));
  Statement insert(
      connection,
      "INSERT OR REPLACE INTO dns_answer (name, type, name_exists, records, expires_at) "
      "VALUES (?1, ?2, ?3, ?4, ?5)");
  for (const auto& answer : answers) {
    insert.run(answer.name.text(), std::int64_t{answer.type}, std::int64_t{answer.exists ? 1 : 0},
               Blob(answer.records), stored(answer.expires));
  }
}

}  // namespace hardfail::store
