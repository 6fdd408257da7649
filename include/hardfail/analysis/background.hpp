#pragma once  // SPDX-License-Identifier: Apache-2.0

#include "hardfail/analysis/reason.hpp"

namespace hardfail::analysis {

/// True for a reason or remark that only explains: whoever acts on the verdict can do without.
/// Never for an error or a warning, nor for what limits the evidence or asks to be checked.
[[nodiscard]] bool is_background(const Reason& reason);

}  // namespace hardfail::analysis
