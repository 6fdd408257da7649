#pragma once

#include <span>

#include "clickhouse/client.hpp"
#include "hardfail/ledger/heard.hpp"

namespace hardfail::store::clickhouse {

/// As the functions of Store.
void insert_heard(Client& client, std::span<const ledger::HeardQueries> queries);
[[nodiscard]] ledger::Heard query_heard(Client& client, const DomainName& domain,
                                        const Period& window);

}  // namespace hardfail::store::clickhouse
