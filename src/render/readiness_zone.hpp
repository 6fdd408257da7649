#pragma once

#include <string>

#include "hardfail/analysis/assessment.hpp"

namespace hardfail::render {

/// The change to make as a piece of a master file (RFC 1035, section 5): the records to publish,
/// those below the domain first, and as comments the verdict and what they replace. Only comments
/// where nothing is to be changed.
[[nodiscard]] std::string readiness_zone(const analysis::Assessment& assessment);

}  // namespace hardfail::render
