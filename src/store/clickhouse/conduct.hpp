#pragma once

#include <span>
#include <vector>

#include "clickhouse/client.hpp"
#include "hardfail/ledger/conduct.hpp"
#include "hardfail/net/domain_name.hpp"

namespace hardfail::store::clickhouse {

/// Keeps the refusals that runs of the domain found, in place of what earlier ones found of the
/// same reporters.
void keep_refusals(Client& client, const DomainName& domain,
                   std::span<const ledger::Refusal> refusals);

/// Those kept of the domain.
[[nodiscard]] std::vector<ledger::Refusal> query_refusals(Client& client, const DomainName& domain);

/// What the reports that end in `window` and the runs as of it tell.
[[nodiscard]] ledger::Conduct query_conduct(Client& client, const Period& window);

}  // namespace hardfail::store::clickhouse
