#pragma once

#include <string>

#include "hardfail/analysis/assessment.hpp"
#include "hardfail/render/format.hpp"
#include "hardfail/render/readiness.hpp"

namespace hardfail::render {

/// A readiness report for people: the answer first, then what to do, who, why, and what it rests
/// on. Lists are cut; JSON has all of them.
[[nodiscard]] std::string readiness_text(const analysis::Assessment& assessment, const Page& page,
                                         Background background);

}  // namespace hardfail::render
