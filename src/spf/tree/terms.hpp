#pragma once

#include <string>
#include <vector>

#include "hardfail/spf/survey.hpp"
#include "tree/record_tree.hpp"

namespace hardfail::spf {

/// The terms of the tree.
[[nodiscard]] std::vector<TreeTerm> terms_of(const RecordTree& tree);

/// What a record holds: "4 networks, -all".
[[nodiscard]] std::string describe(const Node& node);

}  // namespace hardfail::spf
