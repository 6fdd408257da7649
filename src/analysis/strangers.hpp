#pragma once

#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

#include "profile.hpp"
#include "rhythm.hpp"

namespace hardfail::analysis {

/// The unsigned mail of unlisted addresses, and whether its rhythm tells a machine that works for
/// the domain from the noise. Addresses of one network are also looked at together: an application
/// behind a pool of them is seen on each on few days, and on all of them every day.
class Strangers {
 public:
  /// `listed` says of each profile whether the record lists it.
  Strangers(const std::vector<Profile>& profiles, const std::vector<bool>& listed);

  /// The rhythm of an unsigned source, or of its network, where it is one to ask the operator
  /// about.
  [[nodiscard]] std::optional<RhythmFinding> telling_rhythm(const Profile& profile) const;

 private:
  struct Network {
    unsigned addresses = 0;
    DaySet days;
    DaySet exact_days;
  };

  [[nodiscard]] bool is_telling(const RhythmFinding& finding, const Profile& profile) const;

  std::unordered_map<IpNetwork, Network> m_networks;
  std::map<Rhythm, std::set<IpNetwork>> m_crowds;  ///< networks of nameless hosts, by rhythm
};

}  // namespace hardfail::analysis
