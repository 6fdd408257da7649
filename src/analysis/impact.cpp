#include "hardfail/analysis/impact.hpp"

namespace hardfail::analysis {

Impact impact_of(const std::vector<Source>& sources) {
  Impact impact;
  const auto add_rejecting = [&](const Source& source) {
    if (source.newly_failed == 0) return;
    for (const auto& [reporter, messages] : source.at_rejecting_reporters) {
      impact.at_rejecting_reporters[reporter] += messages;
    }
  };
  for (const auto& source : sources) {
    impact.newly_failed += source.newly_failed;
    switch (source.source_class) {
      case SourceClass::unlisted_legitimate:
        impact.newly_failed_legitimate += source.newly_failed;
        add_rejecting(source);
        break;
      case SourceClass::forwarder:
        // Whatever else it passes on are forgeries.
        impact.newly_failed_forwarded += source.vouched_failed;
        impact.newly_failed_spoof += source.newly_failed - source.vouched_failed;
        add_rejecting(source);
        break;
      case SourceClass::suspected_spoof:
        impact.newly_failed_spoof += source.newly_failed;
        break;
      case SourceClass::listed:
      case SourceClass::unaffected:
      case SourceClass::unknown:
        break;
    }
  }
  return impact;
}

}  // namespace hardfail::analysis
