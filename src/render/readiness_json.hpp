#pragma once

#include "hardfail/analysis/assessment.hpp"
#include "json.hpp"

namespace hardfail::render {

/// An assessment by schema hardfail.readiness/1.
[[nodiscard]] Json to_json(const analysis::Assessment& assessment);

/// A source as it stands in that schema.
[[nodiscard]] Json to_json(const analysis::Source& source);

}  // namespace hardfail::render
