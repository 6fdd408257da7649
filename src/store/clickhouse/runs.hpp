#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "clickhouse/client.hpp"

namespace hardfail::store::clickhouse {

/// As Store::save_run().
void keep_run(Client& client, const ledger::Run& run, ledger::News news);

/// The id of a run that is kept already, or else is kept now.
[[nodiscard]] std::uint64_t id_of_run(Client& client, const ledger::Run& run);

/// The run of this id. Damage where there is none.
[[nodiscard]] ledger::Run query_run(Client& client, const DomainName& domain, std::uint64_t id);

/// As the functions of Store.
[[nodiscard]] std::vector<ledger::EqualRuns> query_runs(Client& client, const DomainName& domain);
[[nodiscard]] std::vector<ledger::RunNumber> query_run_numbers(Client& client,
                                                               const DomainName& domain);
[[nodiscard]] std::vector<ledger::RunRecords> query_records_of_runs(Client& client,
                                                                    const DomainName& domain,
                                                                    Moment since);
/// Never with a basis: what the DNS answered a run is kept in SQLite alone.
[[nodiscard]] std::optional<ledger::Replayable> query_replayable(Client& client,
                                                                 std::uint64_t number);
[[nodiscard]] std::optional<ledger::Run> query_last_run(Client& client, const DomainName& domain,
                                                        Moment latest);

/// The columns that a row of `run` is inserted by.
constexpr const char* run_columns =
    "run (domain, id, run_at, last_at, runs, state, spf_record, findings, is_news, gone)";

}  // namespace hardfail::store::clickhouse
