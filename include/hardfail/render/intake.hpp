#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <string>

#include "hardfail/analysis/intake.hpp"
#include "hardfail/render/format.hpp"

namespace hardfail::render {

/// Text: where reports go, what is wrong, who sends them. JSON by schema hardfail.doctor/1; CSV and
/// HTML: one row per finding.
[[nodiscard]] std::string present(const analysis::Intake& intake, Format format, const Page& page);

}  // namespace hardfail::render
