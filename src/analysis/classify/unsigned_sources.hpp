#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

#include "host_kind.hpp"
#include "listing.hpp"
#include "profile.hpp"
#include "rhythm.hpp"

namespace hardfail::analysis {

/// A rhythm, and how many networks of nameless unsigned hosts share its kind: those of a domain's
/// own machines are few, those of a botnet many.
struct SharedRhythm {
  RhythmFinding finding;
  std::size_t nameless_networks = 0;
};

/// The unsigned mail of unlisted sources. Sources of one network are also looked at together: an
/// application behind a pool of addresses is seen at each on few days, and at all of them every
/// day.
class UnsignedSources {
 public:
  struct Network {
    unsigned addresses = 0;
    std::optional<SharedRhythm> rhythm;  ///< of all its addresses together
  };

  /// `kinds`, `listings`: of each of the sources.
  UnsignedSources(const std::vector<Profile>& sources, const std::vector<HostKind>& kinds,
                  const std::vector<Listing>& listings);

  [[nodiscard]] std::optional<SharedRhythm> rhythm_of(const Profile& profile) const;
  /// The network around an address, of the unsigned sources in it; nullptr where there is none.
  [[nodiscard]] const Network* network_of(const IpAddress& address) const;

 private:
  [[nodiscard]] SharedRhythm shared(const RhythmFinding& finding) const;

  std::unordered_map<IpNetwork, Network> m_networks;
  std::map<Rhythm, std::size_t> m_nameless_networks;
};

}  // namespace hardfail::analysis
