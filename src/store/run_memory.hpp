#pragma once

#include <optional>
#include <span>
#include <vector>

#include "connection.hpp"
#include "hardfail/store/content.hpp"
#include "hardfail/store/store.hpp"

namespace hardfail::store {

/// As Store::save_run(). Pre: a transaction is open.
void keep_run(Connection& connection, const ledger::Run& run, ledger::News news,
              const ledger::Basis* basis);

/// The row of a run that is kept already, or else is written now. Pre: a transaction is open.
[[nodiscard]] RowId id_of_run(Connection& connection, const ledger::Run& run);

/// The run in a row of its domain.
[[nodiscard]] ledger::Run query_run(Connection& connection, const DomainName& domain, RowId id);

/// Drops what only runs that are gone had found. Pre: a transaction is open.
void drop_unused_findings(Connection& connection);

/// As Store::runs().
[[nodiscard]] std::vector<ledger::EqualRuns> query_runs(Connection& connection,
                                                        const DomainName& domain);

/// As Content::runs().
[[nodiscard]] std::vector<KeptRuns> query_kept_runs(Connection& connection,
                                                    const DomainName& domain);

/// As Content::add_runs(). Pre: a transaction is open.
void add_runs(Connection& connection, const DomainName& domain, std::span<const KeptRuns> runs);

/// As Store::run_numbers().
[[nodiscard]] std::vector<ledger::RunNumber> query_run_numbers(Connection& connection,
                                                               const DomainName& domain);

/// As Store::records_of_runs().
[[nodiscard]] std::vector<ledger::RunRecords> query_records_of_runs(Connection& connection,
                                                                    const DomainName& domain,
                                                                    Moment since);

/// As Store::last_run().
[[nodiscard]] std::optional<ledger::Run> query_last_run(Connection& connection,
                                                        const DomainName& domain, Moment latest);

}  // namespace hardfail::store
