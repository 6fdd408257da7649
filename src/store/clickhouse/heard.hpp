#pragma once

#include <span>
#include <vector>

#include "clickhouse/client.hpp"
#include "hardfail/ledger/heard.hpp"

namespace hardfail::store::clickhouse {

/// As the functions of Store.
void insert_heard(Client& client, std::span<const ledger::HeardQueries> queries);
/// As Content::heard().
[[nodiscard]] std::vector<ledger::HeardQueries> query_heard_hours(Client& client,
                                                                  const DomainName& domain);
[[nodiscard]] ledger::Heard query_heard(Client& client, const DomainName& domain,
                                        const Period& window);

}  // namespace hardfail::store::clickhouse
