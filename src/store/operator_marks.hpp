#pragma once

#include <vector>

#include "connection.hpp"
#include "hardfail/store/store.hpp"

namespace hardfail::store {

/// As Store::marks().
[[nodiscard]] std::vector<Mark> query_marks(Connection& connection, const DomainName& domain);

/// As Store::set_mark(). Pre: a transaction is open.
void insert_mark(Connection& connection, const DomainName& domain, const Mark& mark);

/// As Store::remove_mark(). Pre: a transaction is open.
[[nodiscard]] bool delete_mark(Connection& connection, const DomainName& domain,
                               const HostPattern& source);

}  // namespace hardfail::store
