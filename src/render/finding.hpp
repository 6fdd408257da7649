#pragma once

#include <span>
#include <string>

#include "hardfail/render/format.hpp"
#include "hardfail/spf/finding.hpp"
#include "json.hpp"

namespace hardfail::render {

/// The finding with its reason and fix, and under its term a line with a caret.
[[nodiscard]] std::string finding_text(const spf::Finding& finding, const Page& page);

[[nodiscard]] Json findings_json(std::span<const spf::Finding> findings);

}  // namespace hardfail::render
