#include "answer_cache.hpp"

#include <cassert>

#include "statement.hpp"
#include "stored_values.hpp"

namespace hardfail::store {

std::optional<ledger::KnownAnswer> query_answer(Connection& connection, const DomainName& name,
                                                std::uint16_t type, Moment now) {
  Statement query(connection,
                  "SELECT name_exists, records, expires_at FROM dns_answer "
                  "WHERE name = ?1 AND type = ?2 AND expires_at > ?3");
  if (!query.bind(name.text(), std::int64_t{type}, stored(now)).step()) return std::nullopt;
  const auto records = query.blob(1);
  return ledger::KnownAnswer{name,
                             type,
                             query.integer(0) != 0,
                             {records.begin(), records.end()},
                             moment(query.integer(2))};
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
