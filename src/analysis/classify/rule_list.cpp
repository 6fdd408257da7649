#include "hardfail/analysis/rule_list.hpp"

#include "further_signals.hpp"
#include "rules.hpp"

namespace hardfail::analysis {

std::vector<ListedRule> rule_list() {
  std::vector<ListedRule> list;
  for (const auto rules : {mark_rules(), evidence_rules()}) {
    for (const Rule& rule : rules) {
      list.push_back({rule.code, rule.source_class ? name_of(*rule.source_class) : "as marked",
                      name_of(rule.confidence), rule.evidence(),
                      rule.may_mislead.empty() ? "–" : rule.may_mislead});
    }
  }
  for (const FurtherSignal& signal : further_signals()) {
    list.push_back({signal.code, "-", "-", std::string(signal.evidence), {}});
  }
  return list;
}

}  // namespace hardfail::analysis
