#pragma once

#include <optional>
#include <vector>

#include "connection.hpp"
#include "hardfail/store/store.hpp"

namespace hardfail::store {

/// As Store::save_run(). Pre: a transaction is open.
void keep_run(Connection& connection, const ledger::Run& run, ledger::News news);

/// Drops what only runs that are gone had found. Pre: a transaction is open.
void drop_unused_findings(Connection& connection);

/// As Store::runs().
[[nodiscard]] std::vector<ledger::EqualRuns> query_runs(Connection& connection,
                                                        const DomainName& domain);

/// As Store::last_run().
[[nodiscard]] std::optional<ledger::Run> query_last_run(Connection& connection,
                                                        const DomainName& domain, Moment latest);

}  // namespace hardfail::store
