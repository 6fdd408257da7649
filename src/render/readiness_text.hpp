#pragma once

#include <string>

#include "hardfail/analysis/assessment.hpp"
#include "hardfail/render/format.hpp"
#include "table.hpp"

namespace hardfail::render {

/// A readiness report for people: the answer first, then why, who, what to do, and what it rests
/// on. Lists are cut; JSON has all of them.
[[nodiscard]] std::string readiness_text(const analysis::Assessment& assessment, const Page& page);

/// Several domains at a glance, one line each; the table begins empty.
[[nodiscard]] Table overview_table();
void add_to_overview(const analysis::Assessment& assessment, Charset charset, Table& overview);

}  // namespace hardfail::render
