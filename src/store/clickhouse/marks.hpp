#pragma once

#include <span>
#include <vector>

#include "clickhouse/client.hpp"

namespace hardfail::store::clickhouse {

/// As the functions of Store.
[[nodiscard]] std::vector<ledger::Mark> query_marks(Client& client, const DomainName& domain);
void insert_mark(Client& client, const DomainName& domain, const ledger::Mark& mark);
[[nodiscard]] bool remove_mark(Client& client, const DomainName& domain, const HostPattern& source);

}  // namespace hardfail::store::clickhouse
