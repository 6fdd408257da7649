#pragma once

#include <span>
#include <vector>

#include "connection.hpp"
#include "hardfail/ledger/heard.hpp"

namespace hardfail::store {

/// As Store::save_heard(). Pre: a transaction is open.
void insert_heard(Connection& connection, std::span<const ledger::HeardQueries> queries);

/// As Content::heard().
[[nodiscard]] std::vector<ledger::HeardQueries> query_heard_hours(Connection& connection,
                                                                  const DomainName& domain);

/// As Store::heard().
[[nodiscard]] ledger::Heard query_heard(Connection& connection, const DomainName& domain,
                                        const Period& window);

}  // namespace hardfail::store
