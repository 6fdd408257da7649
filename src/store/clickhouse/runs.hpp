#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "clickhouse/client.hpp"
#include "hardfail/store/content.hpp"

namespace hardfail::store::clickhouse {

/// As Store::save_run().
void keep_run(Client& client, const ledger::Run& run, ledger::News news,
              const ledger::Basis* basis);

/// The id of a run that is kept already, or else is kept now.
[[nodiscard]] std::uint64_t id_of_run(Client& client, const ledger::Run& run);

/// The run of this id. Damage where there is none.
[[nodiscard]] ledger::Run query_run(Client& client, const DomainName& domain, std::uint64_t id);

/// As the functions of Store.
[[nodiscard]] std::vector<ledger::EqualRuns> query_runs(Client& client, const DomainName& domain);
/// As the functions of Content.
[[nodiscard]] std::vector<KeptRuns> query_kept_runs(Client& client, const DomainName& domain);
void add_runs(Client& client, const DomainName& domain, std::span<const KeptRuns> runs);
[[nodiscard]] std::vector<ledger::RunNumber> query_run_numbers(Client& client,
                                                               const DomainName& domain);
[[nodiscard]] std::vector<ledger::RunRecords> query_records_of_runs(Client& client,
                                                                    const DomainName& domain,
                                                                    Moment since);
[[nodiscard]] std::optional<ledger::Replayable> query_replayable(Client& client,
                                                                 std::uint64_t number);
[[nodiscard]] std::optional<ledger::Run> query_last_run(Client& client, const DomainName& domain,
                                                        Moment latest);

/// The columns that a row of `run` is inserted by.
constexpr const char* run_columns =
    "run (domain, id, run_at, last_at, runs, state, spf_record, findings, is_news, gone)";

}  // namespace hardfail::store::clickhouse
