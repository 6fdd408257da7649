#pragma once

#include <string>

#include "hardfail/analysis/assessment.hpp"

namespace hardfail::render {

/// By schema hardfail.readiness/1.
[[nodiscard]] std::string readiness_document(const analysis::Assessment& assessment);

/// By schema hardfail.sources/1.
[[nodiscard]] std::string sources_document(const analysis::Assessment& assessment);

}  // namespace hardfail::render
