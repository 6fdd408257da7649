#include "circumstances.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "hardfail/util/count.hpp"

namespace hardfail::analysis {

void SourceSum::add(const SourceSum& other) {
  senders += other.senders;
  sources += other.sources;
  messages += other.messages;
  newly_failed += other.newly_failed;
  most_days = std::max(most_days, other.most_days);
}

SourceSum sum_of(std::span<const Sender> senders, SourceClass wanted) {
  SourceSum sum;
  for (const auto& sender : senders) {
    if (sender.source_class == wanted) {
      sum.add({1, sender.sources.size(), sender.messages, sender.newly_failed, sender.days});
    }
  }
  return sum;
}

std::string addresses_text(const SourceSum& sum) {
  if (sum.senders == sum.sources) return {};
  return fmt::format(" ({})", counted(sum.sources, "address", "addresses"));
}

bool is_merely_likely(const Source& source) noexcept {
  return source.confidence == Confidence::likely &&
         source.source_class != SourceClass::unlisted_legitimate;
}

SourceSum sum_of_likely(const std::vector<Source>& sources) {
  SourceSum sum;
  for (const auto& source : sources) {
    if (is_merely_likely(source)) {
      sum.add({1, 1, source.messages, source.newly_failed, source.days});
    }
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
