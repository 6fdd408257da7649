#pragma once

#include <string>

#include "hardfail/analysis/assessment.hpp"
#include "hardfail/render/format.hpp"

namespace hardfail::render {

/// What -all does, and what the words of this answer mean, for readers who are no mail experts.
[[nodiscard]] std::string background_text(const analysis::Assessment& assessment, const Page& page);

}  // namespace hardfail::render
