#include "circumstances.hpp"

#include <algorithm>

namespace hardfail::analysis {

ClassSum sum_of(const std::vector<Source>& sources, SourceClass wanted) {
  ClassSum sum;
  for (const auto& source : sources) {
    if (source.source_class != wanted) continue;
    ++sum.sources;
    sum.messages += source.messages;
    sum.newly_failed += source.newly_failed;
    sum.most_days = std::max(sum.most_days, source.days);
  }
  return sum;
}

double Circumstances::share_of_legitimate(std::uint64_t messages) const {
  if (evidence.legitimate_messages == 0) return 0.0;
  return static_cast<double>(messages) / static_cast<double>(evidence.legitimate_messages);
}

bool Circumstances::has_few_messages() const {
  return evidence.legitimate_messages > 0 && evidence.counted.messages < thresholds.min_messages;
}

bool Circumstances::too_much_unknown() const {
  const double tolerated =
      thresholds.max_unknown * static_cast<double>(evidence.legitimate_messages);
  return unknown.sources > 0 && (static_cast<double>(unknown.messages) > tolerated ||
                                 unknown.most_days >= thresholds.max_unknown_days);
}

bool Circumstances::too_much_forwarded() const {
  return share_of_legitimate(impact.newly_failed_forwarded) > thresholds.max_forwarded;
}

bool Circumstances::hardfail_costs() const {
  return impact.newly_failed_legitimate > 0 || too_much_forwarded();
}

}  // namespace hardfail::analysis
