#include "rules.hpp"

#include <algorithm>
#include <array>

namespace hardfail::analysis {

std::span<const Rule> evidence_rules() {
  static const auto all = [] {
    std::vector<Rule> rules;
    for (const auto part : {record_rules(), signed_rules(), unsigned_rules()}) {
      rules.insert(rules.end(), part.begin(), part.end());
    }
    return rules;
  }();
  return all;
}

const Rule* first_that_holds(std::span<const Rule> rules, const Facts& facts) {
  const auto found =
      std::ranges::find_if(rules, [&](const Rule& rule) { return rule.holds(facts); });
  return found == rules.end() ? nullptr : &*found;
}

}  // namespace hardfail::analysis
