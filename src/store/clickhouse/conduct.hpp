#pragma once

#include "clickhouse/client.hpp"
#include "hardfail/ledger/conduct.hpp"
#include "hardfail/ledger/run.hpp"

namespace hardfail::store::clickhouse {

/// Keeps the refusals that a run found, in place of what earlier ones found of the same reporters.
void keep_refusals(Client& client, const ledger::Run& run);

/// What the reports that end in `window` and the runs as of it tell.
[[nodiscard]] ledger::Conduct query_conduct(Client& client, const Period& window);

}  // namespace hardfail::store::clickhouse
