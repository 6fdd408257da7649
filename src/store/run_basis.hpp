#pragma once

#include <cstdint>
#include <optional>

#include "connection.hpp"
#include "hardfail/ledger/basis.hpp"

namespace hardfail::store {

/// Keeps what a run was judged by, and lets go of what the earliest of its domain were beyond
/// fifty. Pre: a transaction is open.
void keep_basis(Connection& connection, RowId domain, RowId run, const ledger::Basis& basis);

/// Drops what only runs that are gone were judged by. Pre: a transaction is open.
void drop_unused_bases(Connection& connection);

/// Whether one was kept with the run.
[[nodiscard]] bool has_basis(Connection& connection, RowId run);

/// As Store::replayable().
[[nodiscard]] std::optional<ledger::Replayable> query_replayable(Connection& connection,
                                                                 std::uint64_t number);

}  // namespace hardfail::store
