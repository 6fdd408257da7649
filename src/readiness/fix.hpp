#pragma once

#include "hardfail/analysis/assessment.hpp"
#include "hardfail/dns/cache.hpp"

namespace hardfail::readiness {

/// What to publish, tried on every source as if it were published already: a broken record put
/// right, and missing senders added, without the providers' includes where these spoil it. Pre: the
/// verdict is in `assessment`.
[[nodiscard]] analysis::Fix tried_fix(const analysis::Assessment& assessment,
                                      const analysis::Thresholds& thresholds, dns::Cache& cache);

/// Tells each missing sender which terms of the fix list it, and what they cost.
void tell_senders(const analysis::Fix& fix, analysis::Assessment& assessment, dns::Cache& cache);

}  // namespace hardfail::readiness
