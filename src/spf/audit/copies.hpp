#pragma once

#include "hardfail/services/services.hpp"
#include "tree/finding.hpp"
#include "tree/record_tree.hpp"

namespace hardfail::spf {

/// Copies of the networks of services, whose records are asked for where the record could hold
/// such a copy.
void look_for_copies(const RecordTree& tree, const Services& services, dns::Resolver& resolver,
                     FindingLog& findings);

}  // namespace hardfail::spf
