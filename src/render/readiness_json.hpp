#pragma once

#include <string>

#include "hardfail/analysis/assessment.hpp"

namespace hardfail::render {

/// By schema hardfail.readiness/1.
[[nodiscard]] std::string readiness_document(const analysis::Assessment& assessment);

/// By schema hardfail.sources/1.
[[nodiscard]] std::string sources_document(const analysis::Assessment& assessment);

/// A line a sender, by schema hardfail.sender/1.
[[nodiscard]] std::string sender_lines(const analysis::Assessment& assessment);

/// A line an address, by schema hardfail.source/1.
[[nodiscard]] std::string source_lines(const analysis::Assessment& assessment);

}  // namespace hardfail::render
