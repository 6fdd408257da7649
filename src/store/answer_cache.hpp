#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "connection.hpp"
#include "hardfail/store/store.hpp"

namespace hardfail::store {

/// As Store::known_answer().
[[nodiscard]] std::optional<ledger::KnownAnswer> query_answer(Connection& connection,
                                                              const DomainName& name,
                                                              std::uint16_t type, Moment now);

/// As Store::save_known_answers(). Pre: a transaction is open.
void replace_answers(Connection& connection, std::span<const ledger::KnownAnswer> answers,
                     Moment now);

}  // namespace hardfail::store
