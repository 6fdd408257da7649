#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <vector>

#include "hardfail/analysis/changes.hpp"
#include "hardfail/ledger/trouble.hpp"

namespace hardfail::analysis {

/// How what is known now differs from what was told: troubles that began, the differences of the
/// runs as compare() has them, troubles that ended. Of a run that stands in both nothing is told.
[[nodiscard]] std::vector<Change> changes_since(const ledger::Told& before,
                                                const ledger::Told& after);

}  // namespace hardfail::analysis
