#include "strangers.hpp"

#include <fmt/format.h>

#include "hardfail/analysis/host_name.hpp"
#include "provenance.hpp"

namespace hardfail::analysis {
namespace {

enum class HostKind : std::uint8_t { none, generic, unconfirmed, telling };

HostKind kind_of_host(const Profile& profile) {
  const auto* host = profile.host();
  if (host == nullptr) return HostKind::none;
  if (is_generic_host(host->name, profile.address)) return HostKind::generic;
  return host->confirmed ? HostKind::telling : HostKind::unconfirmed;
}

}  // namespace

Strangers::Strangers(const std::vector<Profile>& profiles, const std::vector<bool>& listed) {
  for (std::size_t i = 0; i < profiles.size(); ++i) {
    const Profile& profile = profiles[i];
    if (listed[i] || profile.governed == 0 || profile.governed_signed > 0) continue;
    const auto address_network = network_around(profile.address);
    Network& network = m_networks[address_network];
    ++network.addresses;
    for (const auto day : profile.governed_days.days()) network.days.add(day);
    for (const auto day : profile.exact_days.days()) network.exact_days.add(day);
    const auto rhythm = describe_rhythm(profile.governed_days, profile.exact_days);
    if (rhythm && kind_of_host(profile) != HostKind::telling) {
      m_crowds[rhythm->kind].insert(address_network);
    }
  }
}

bool Strangers::is_telling(const RhythmFinding& finding, const Profile& profile) const {
  const auto host = kind_of_host(profile);
  if (host == HostKind::telling) return true;
  // A domain has a few machines without a name; so many in as many networks, all with one rhythm,
  // are a botnet at work.
  constexpr std::size_t crowd = 12;
  const auto alike = m_crowds.find(finding.kind);
  if (alike != m_crowds.end() && alike->second.size() > crowd) return false;
  switch (finding.kind) {
    case Rhythm::working_days:
    case Rhythm::weekly:
    case Rhythm::daily:
      return true;
    case Rhythm::steady:
      return host != HostKind::generic;
    case Rhythm::monthly:
      return false;
  }
  return false;
}

std::optional<RhythmFinding> Strangers::telling_rhythm(const Profile& profile) const {
  auto own = describe_rhythm(profile.governed_days, profile.exact_days);
  if (own && is_telling(*own, profile)) return own;

  constexpr unsigned pool = 3;
  const auto network = m_networks.find(network_around(profile.address));
  if (network == m_networks.end() || network->second.addresses < pool) return std::nullopt;
  auto together = describe_rhythm(network->second.days, network->second.exact_days);
  if (!together || !is_telling(*together, profile)) return std::nullopt;
  together->text = fmt::format("with {} others of its network {}", network->second.addresses - 1,
                               together->text);
  return together;
}

}  // namespace hardfail::analysis
