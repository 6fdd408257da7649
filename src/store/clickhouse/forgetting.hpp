#pragma once

#include "clickhouse/client.hpp"

namespace hardfail::store::clickhouse {

/// As the functions of Store.
[[nodiscard]] ledger::Forgotten count_forgettable(Client& client,
                                                  const ledger::Forgetting& forgetting);
void forget(Client& client, const ledger::Forgetting& forgetting);

}  // namespace hardfail::store::clickhouse
