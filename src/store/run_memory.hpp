#pragma once

#include <optional>
#include <vector>

#include "connection.hpp"
#include "hardfail/store/store.hpp"

namespace hardfail::store {

/// Writes a run, and drops the domain's earliest ones past the thousand that are kept. Pre: a
/// transaction is open.
void insert_run(Connection& connection, const ledger::Run& run);

/// Drops what only runs that are gone had found. Pre: a transaction is open.
void drop_unused_findings(Connection& connection);

/// As Store::runs().
[[nodiscard]] std::vector<ledger::Run> query_runs(Connection& connection, const DomainName& domain);

/// As Store::last_run().
[[nodiscard]] std::optional<ledger::Run> query_last_run(Connection& connection,
                                                        const DomainName& domain, Moment latest);

}  // namespace hardfail::store
