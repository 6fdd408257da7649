#pragma once

#include <optional>

#include "connection.hpp"
#include "hardfail/net/domain_name.hpp"
#include "hardfail/report/observation.hpp"

namespace hardfail::store {

/// Store::observations() over an open database.
[[nodiscard]] report::Observations query_observations(Connection& connection,
                                                      const DomainName& domain,
                                                      const Period& window);

/// Store::reported_span() over an open database.
[[nodiscard]] std::optional<Period> query_reported_span(Connection& connection,
                                                        const DomainName& domain);

}  // namespace hardfail::store
