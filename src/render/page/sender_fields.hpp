#pragma once

#include "hardfail/analysis/assessment.hpp"
#include "page/template.hpp"

namespace hardfail::render {

/// The senders of a page, class by class, those to act on first, with their addresses: so many of
/// each that a page stays small, the heaviest first, and how many more there are.
void add_senders(const analysis::Assessment& assessment, Fields& page);

}  // namespace hardfail::render
