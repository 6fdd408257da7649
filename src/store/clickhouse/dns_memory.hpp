#pragma once

#include <span>
#include <vector>

#include "clickhouse/client.hpp"

namespace hardfail::store::clickhouse {

/// As the functions of Store; what no longer holds is not asked for, and stays until it is
/// replaced.
[[nodiscard]] std::vector<ledger::KnownHost> query_hosts(Client& client,
                                                         std::span<const IpAddress> addresses,
                                                         Moment now);
/// As Content::known_hosts().
[[nodiscard]] std::vector<ledger::KnownHost> query_hosts(Client& client, Moment now);
void insert_hosts(Client& client, std::span<const ledger::KnownHost> hosts);
[[nodiscard]] std::vector<ledger::KnownAnswer> query_answers(Client& client, Moment now);
void insert_answers(Client& client, std::span<const ledger::KnownAnswer> answers);

}  // namespace hardfail::store::clickhouse
