#pragma once

#include <cstdint>

#include "assess/assess.hpp"
#include "hardfail/analysis/assessment.hpp"
#include "hardfail/store/store.hpp"
#include "messages.hpp"

namespace hardfail::cli {

/// Judges again as a run did, by the number it has in the history: by what the DNS answered it, by
/// its window and thresholds, and by the reports and marks held now; `options` say the rest, such
/// as catalogues. Warns where the verdict is not the one that the run gave. Throws Error: no_input
/// where there is no such run, or what it was judged by is not kept; as Case and Store do.
[[nodiscard]] analysis::Assessment replay(std::uint64_t number, store::Store& store,
                                          AssessOptions options, Messages& messages);

}  // namespace hardfail::cli
