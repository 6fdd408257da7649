#pragma once

#include <vector>

#include "connection.hpp"
#include "hardfail/store/store.hpp"

namespace hardfail::store {

/// As Store::marks().
[[nodiscard]] std::vector<ledger::Mark> query_marks(Connection& connection,
                                                    const DomainName& domain);

/// As Store::set_mark(). Pre: a transaction is open.
void insert_mark(Connection& connection, const DomainName& domain, const ledger::Mark& mark);

/// As Store::remove_mark(). Pre: a transaction is open.
[[nodiscard]] bool delete_mark(Connection& connection, const DomainName& domain,
                               const HostPattern& source);

}  // namespace hardfail::store
