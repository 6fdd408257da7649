#pragma once

#include "hardfail/spf/survey.hpp"
#include "tree/record_tree.hpp"

namespace hardfail::spf {

/// The survey of the first record of `tree`. Pre: it has a node, and addresses of both families.
[[nodiscard]] Survey survey_of(const RecordTree& tree);

}  // namespace hardfail::spf
