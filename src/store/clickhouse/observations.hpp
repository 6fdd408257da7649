#pragma once

#include <optional>

#include "clickhouse/client.hpp"

namespace hardfail::store::clickhouse {

/// As Store::observations().
[[nodiscard]] report::Observations query_observations(Client& client, const DomainName& domain,
                                                      const Period& window);

/// As Store::reported_span().
[[nodiscard]] std::optional<Period> query_reported_span(Client& client, const DomainName& domain);

}  // namespace hardfail::store::clickhouse
