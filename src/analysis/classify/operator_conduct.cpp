#include "operator_conduct.hpp"

#include "thresholds.hpp"

namespace hardfail::analysis {

std::vector<OperatorConduct> conduct_of(const Operators& operators, const Profiles& profiles,
                                        const std::vector<Listing>& listings,
                                        const KeyOrigins& origins) {
  std::vector<OperatorConduct> conduct(operators.size());
  for (std::uint32_t key = 0; key < profiles.keys.size(); ++key) {
    for (const auto sender : origins.of(key).senders) {
      if (const auto known = operators.of(sender)) conduct[*known].sends = true;
    }
  }
  for (std::size_t source = 0; source < listings.size(); ++source) {
    const Profile& profile = profiles.sources[source];
    const auto known = operators.of(source);
    if (known) {
      for (const auto& [key, messages] : profile.ungoverned_keys) {
        const KeyOrigin& origin = origins.of(key);
        const bool is_much = thresholds::large_carrier.reached_by(messages, origin.most_ungoverned);
        if (is_much && !origin.lives_on_listed_servers()) conduct[*known].serves = true;
      }
    }
    if (listings[source] != Listing::none || profile.governed == 0 || !known) continue;
    ++conduct[*known].hosts;
    if (origins.looks_passed_on(profile)) ++conduct[*known].passing_on;
  }
  return conduct;
}

}  // namespace hardfail::analysis
