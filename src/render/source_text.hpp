#pragma once

#include <string>

#include "hardfail/analysis/assessment.hpp"
#include "hardfail/render/format.hpp"

namespace hardfail::render {

/// All there is to say of one source of `assessment`, a label and a value a line.
[[nodiscard]] std::string source_text(const analysis::Assessment& assessment,
                                      const analysis::Source& source, const Page& page);

}  // namespace hardfail::render
