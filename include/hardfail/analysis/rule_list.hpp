#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hardfail/analysis/source.hpp"

namespace hardfail::analysis {

/// A rule of classification, for people; docs/verdict.md shows the same list.
struct ListedRule {
  std::string_view code;        ///< of the signal that the rule gives
  std::string_view class_name;  ///< "as marked" for a mark, "-" where it decides nothing
  std::string_view confidence;  ///< "-" where it decides nothing
  std::string evidence;         ///< what has to be seen, with the rule's numbers
  std::string_view may_mislead;
};

/// The rules in their order, of which the first that holds decides; then the further signals.
[[nodiscard]] std::vector<ListedRule> rule_list();

}  // namespace hardfail::analysis
