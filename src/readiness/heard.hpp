#pragma once

#include <optional>

#include "hardfail/analysis/assessment.hpp"
#include "hardfail/analysis/classify.hpp"
#include "hardfail/dns/cache.hpp"
#include "hardfail/readiness/assess.hpp"

namespace hardfail::readiness {

/// Holds the clients that query logs name against the record of today and against what the reports
/// came to; nullopt where no log names one. Pre: sources, senders and evidence of `assessment` are
/// there.
[[nodiscard]] std::optional<analysis::Listening> listen(const analysis::Assessment& assessment,
                                                        const analysis::Surroundings& surroundings,
                                                        const Options& options, dns::Cache& cache);

}  // namespace hardfail::readiness
