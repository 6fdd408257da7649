#pragma once

#include <vector>

#include "hardfail/analysis/assessment.hpp"

namespace hardfail::analysis {

/// What the window shows beside the verdict: days without reports, senders that fell silent or
/// dropped out of the record, terms that no mail used, DMARC tags without effect. Pre: all else of
/// `assessment` is there.
[[nodiscard]] std::vector<Reason> remarks_on(const Assessment& assessment,
                                             const Thresholds& thresholds);

}  // namespace hardfail::analysis
