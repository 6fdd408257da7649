#pragma once

#include <span>
#include <vector>

#include "connection.hpp"
#include "hardfail/store/store.hpp"

namespace hardfail::store {

/// As Store::known_answers().
[[nodiscard]] std::vector<ledger::KnownAnswer> query_answers(Connection& connection, Moment now);

/// As Store::save_known_answers(). Pre: a transaction is open.
void replace_answers(Connection& connection, std::span<const ledger::KnownAnswer> answers,
                     Moment now);

}  // namespace hardfail::store
