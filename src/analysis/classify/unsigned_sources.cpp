#include "unsigned_sources.hpp"

#include <set>

#include "network_around.hpp"

namespace hardfail::analysis {
namespace {

struct NetworkDays {
  DaySet days;
  DaySet exact;
};

}  // namespace

UnsignedSources::UnsignedSources(const std::vector<Profile>& sources,
                                 const std::vector<HostKind>& kinds,
                                 const std::vector<Listing>& listings) {
  std::unordered_map<IpNetwork, NetworkDays> days_of;
  std::map<Rhythm, std::set<IpNetwork>> nameless;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const Profile& profile = sources[i];
    if (listings[i] != Listing::none || profile.governed == 0 || profile.governed_signed > 0) {
      continue;
    }
    const auto around = network_around(profile.address);
    ++m_networks[around].addresses;
    NetworkDays& together = days_of[around];
    for (const auto day : profile.governed_days.days()) together.days.add(day);
    for (const auto day : profile.exact_days.days()) together.exact.add(day);
    const auto rhythm = find_rhythm(profile.governed_days, profile.exact_days);
    if (rhythm && !is_telling(kinds[i])) nameless[rhythm->kind].insert(around);
  }
  for (const auto& [kind, networks] : nameless) m_nameless_networks[kind] = networks.size();
  for (auto& [around, network] : m_networks) {
    const NetworkDays& together = days_of.at(around);
    if (const auto finding = find_rhythm(together.days, together.exact)) {
      network.rhythm = shared(*finding);
    }
  }
}

SharedRhythm UnsignedSources::shared(const RhythmFinding& finding) const {
  const auto networks = m_nameless_networks.find(finding.kind);
  return {finding, networks == m_nameless_networks.end() ? 0 : networks->second};
}

std::optional<SharedRhythm> UnsignedSources::rhythm_of(const Profile& profile) const {
  const auto finding = find_rhythm(profile.governed_days, profile.exact_days);
  return finding ? std::optional(shared(*finding)) : std::nullopt;
}

const UnsignedSources::Network* UnsignedSources::network_of(const IpAddress& address) const {
  const auto found = m_networks.find(network_around(address));
  return found == m_networks.end() ? nullptr : &found->second;
}

}  // namespace hardfail::analysis
