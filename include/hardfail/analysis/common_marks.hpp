#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <vector>

#include "hardfail/analysis/source.hpp"

namespace hardfail::analysis {

/// Says in the advice on each unknown source what a mark can name in place of its address: the
/// domain its host is named under, else its network, where several unknown sources share it and no
/// source of another class does.
void advise_common_marks(std::vector<Source>& sources);

}  // namespace hardfail::analysis
