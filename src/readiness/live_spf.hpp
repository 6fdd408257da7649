#pragma once

#include "hardfail/analysis/classify.hpp"
#include "hardfail/dns/cache.hpp"
#include "hardfail/report/observation.hpp"

namespace hardfail::readiness {

/// Fills in which SPF identities the record of `surroundings.domain` governs, and what it says of
/// each source now. A source whose governed mail all names one other domain that redirects here is
/// judged from that domain on: it may list addresses of its own before the redirect, and macros of
/// the record expand to its names.
void judge_by_live_record(const report::Observations& observations, dns::Cache& cache,
                          analysis::Surroundings& surroundings);

}  // namespace hardfail::readiness
