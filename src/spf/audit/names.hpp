#pragma once

#include "tree/finding.hpp"
#include "tree/record_tree.hpp"

namespace hardfail::spf {

/// Hosts that resolve to nothing, and names that look like a provider's.
void look_at_names(const RecordTree& tree, FindingLog& findings);

}  // namespace hardfail::spf
