#pragma once

#include <span>
#include <vector>

#include "connection.hpp"
#include "hardfail/store/store.hpp"

namespace hardfail::store {

/// As Store::known_hosts().
[[nodiscard]] std::vector<ledger::KnownHost> query_hosts(Connection& connection,
                                                         std::span<const IpAddress> addresses,
                                                         Moment now);

/// As Content::known_hosts().
[[nodiscard]] std::vector<ledger::KnownHost> query_hosts(Connection& connection, Moment now);

/// As Store::save_known_hosts(). Pre: a transaction is open.
void replace_hosts(Connection& connection, std::span<const ledger::KnownHost> hosts, Moment now);

}  // namespace hardfail::store
