#pragma once

#include "hardfail/services/services.hpp"
#include "tree/finding.hpp"
#include "tree/record_tree.hpp"

namespace hardfail::spf {

/// Hosts that resolve to nothing, and names that look like a service's.
void look_at_names(const RecordTree& tree, const Services& services, FindingLog& findings);

}  // namespace hardfail::spf
