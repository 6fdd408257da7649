#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "connection.hpp"
#include "hardfail/ledger/trouble.hpp"

namespace hardfail::store {

/// As Store::told().
[[nodiscard]] std::optional<ledger::Told> query_told(Connection& connection,
                                                     std::string_view teller,
                                                     const DomainName& domain);

/// As Store::tellings().
[[nodiscard]] std::int64_t count_tellings(Connection& connection, std::string_view teller);

/// As Store::save_told(), as the telling of this number. Pre: a transaction is open.
void replace_told(Connection& connection, std::string_view teller,
                  std::span<const ledger::Told> told, std::int64_t telling);

/// As Store::digest_told().
[[nodiscard]] std::optional<Moment> query_digest_told(Connection& connection,
                                                      std::string_view teller,
                                                      const DomainName& domain);

/// As Store::save_digest_told(). Pre: a transaction is open.
void replace_digest_told(Connection& connection, std::string_view teller,
                         std::span<const DomainName> told, Moment until);

/// As Store::input_troubles().
[[nodiscard]] std::vector<ledger::InputTrouble> query_input_troubles(Connection& connection);

/// As Store::save_input_troubles(). Pre: a transaction is open.
void replace_input_troubles(Connection& connection, std::span<const ledger::InputTrouble> troubles);

/// Drops what refers to runs that are gone. Pre: a transaction is open.
void drop_told_of_lost_runs(Connection& connection);

}  // namespace hardfail::store
