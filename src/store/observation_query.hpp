#pragma once

#include "connection.hpp"
#include "hardfail/net/domain_name.hpp"
#include "hardfail/report/observation.hpp"

namespace hardfail::store {

/// Store::observations() over an open database.
[[nodiscard]] report::Observations query_observations(Connection& connection,
                                                      const DomainName& domain,
                                                      const Period& window);

}  // namespace hardfail::store
