#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <span>
#include <vector>

#include "hardfail/analysis/assessment.hpp"
#include "hardfail/analysis/intake.hpp"
#include "hardfail/ledger/trouble.hpp"

namespace hardfail::analysis {

/// What is amiss with a domain as long as it lasts. `before` are the troubles told of and not
/// ended: one of them lasts until what it misses is seen again, not only until it would no longer
/// be noticed, so that none is told of twice. `intake` may be without policy and destinations.
[[nodiscard]] std::vector<ledger::Trouble> troubles_of(const Assessment& assessment,
                                                       const Intake& intake,
                                                       std::span<const ledger::Trouble> before);

/// Whether the DNS failed the domain, so that the verdict rests on what could not be read.
[[nodiscard]] bool has_dns_failed(const Assessment& assessment);

}  // namespace hardfail::analysis
