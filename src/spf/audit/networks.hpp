#pragma once

#include "tree/finding.hpp"
#include "tree/record_tree.hpp"

namespace hardfail::spf {

/// Terms given twice, and networks: wide, private, shadowed, overlapping.
void look_at_networks(const RecordTree& tree, FindingLog& findings);

}  // namespace hardfail::spf
