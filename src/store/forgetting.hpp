#pragma once

#include <cstdint>

#include "connection.hpp"
#include "hardfail/ledger/forgetting.hpp"

namespace hardfail::store {

/// Counts what forget() would take.
[[nodiscard]] ledger::Forgotten count_forgettable(Connection& connection,
                                                  const ledger::Forgetting& forgetting);

/// Deletes it, with what nothing refers to any more. Pre: a transaction is open.
void forget(Connection& connection, const ledger::Forgetting& forgetting);

/// How often forget() has been called on this database.
[[nodiscard]] std::int64_t forgettings(Connection& connection);

/// Gives the space of deleted rows back to the file system. Pre: no transaction is open.
void shrink(Connection& connection);

}  // namespace hardfail::store
