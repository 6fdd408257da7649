#pragma once

#include <span>

#include "hardfail/analysis/changes.hpp"
#include "json.hpp"

namespace hardfail::render {

/// Changes from one run to the next, as readiness and history give them.
[[nodiscard]] Json changes_json(std::span<const analysis::Change> changes);

}  // namespace hardfail::render
