#pragma once

#include <memory>
#include <vector>

#include "hardfail/analysis/classify.hpp"
#include "hardfail/dns/cache.hpp"
#include "hardfail/report/observation.hpp"
#include "hardfail/spf/outcome.hpp"
#include "hardfail/spf/survey.hpp"

namespace hardfail::readiness {

/// In the order of Observations::sources.
using Outcomes = std::vector<std::shared_ptr<const spf::Outcome>>;

/// Fills in which SPF identities the record of `surroundings.domain` governs, and what it says of
/// each source now. A source whose governed mail all names one other name that redirects here, or
/// is an alias, is judged under that name: it may list addresses of its own before the redirect,
/// and macros of the record expand to its names. Returns what the domain's own record gives each
/// source.
[[nodiscard]] Outcomes judge_by_live_record(const report::Observations& observations,
                                            dns::Cache& cache,
                                            analysis::Surroundings& surroundings);

/// The survey in the light of what the sources with governed mail get: one whose mail the record
/// never judges does not meet its errors. `outcomes`: what the record gives each, in the order of
/// Observations::sources.
[[nodiscard]] spf::Survey survey_in_practice(spf::Survey survey,
                                             const std::vector<analysis::Source>& sources,
                                             Outcomes outcomes);

}  // namespace hardfail::readiness
