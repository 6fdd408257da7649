#pragma once

#include <vector>

#include "hardfail/analysis/sender.hpp"
#include "hardfail/dns/cache.hpp"
#include "hardfail/readiness/service_records.hpp"

namespace hardfail::readiness {

/// Which service publishes the addresses of missing and unknown senders in its SPF records today.
/// Asked of those whose confirmed host name tells no service and that sent more than five governed
/// messages; where there is none, the DNS is asked nothing. A record that cannot be evaluated, or
/// that passes everybody, publishes nobody.
[[nodiscard]] analysis::Publishers find_publishers(const std::vector<analysis::Source>& sources,
                                                   const Services& services, dns::Cache& cache,
                                                   ServiceRecords& records);

}  // namespace hardfail::readiness
