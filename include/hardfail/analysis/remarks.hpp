#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <vector>

#include "hardfail/analysis/assessment.hpp"

namespace hardfail::analysis {

/// What the window shows besides the verdict: days without reports, senders that fell silent or
/// dropped out of the record, terms that no mail used, DMARC tags without effect. Reads all
/// the rest of `assessment`.
[[nodiscard]] std::vector<Reason> remarks_on(const Assessment& assessment,
                                             const Thresholds& thresholds);

}  // namespace hardfail::analysis
