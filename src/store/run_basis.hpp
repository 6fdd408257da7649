#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "connection.hpp"
#include "hardfail/ledger/basis.hpp"

namespace hardfail::store {

/// What stands for a use of an answer in every store.
[[nodiscard]] std::string_view name_of(ledger::AnswerUse use);

/// The inverse. Throws Error (unusable_data) for a name that this version does not know.
[[nodiscard]] ledger::AnswerUse parse_answer_use(std::string_view name);

/// How many runs of a domain keep what they were judged by.
constexpr std::size_t most_bases_of_domain = 50;

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
