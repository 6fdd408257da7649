#include "provenance.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "hardfail/analysis/host_name.hpp"

namespace hardfail::analysis {
namespace {

/// Mail spread over the reporters as listed mail is: a forwarder's goes to the few where people
/// have their mailboxes forwarded to, a sender's to wherever its customers are.
constexpr double wide_share = 0.6;
constexpr unsigned wide_reporters = 4;
constexpr std::uint64_t wide_messages = 8;

IpNetwork network_around(const IpAddress& address) {
  return *IpNetwork::of(address, address.family() == IpAddress::Family::v4 ? 24 : 64);
}

}  // namespace

Provenance::Provenance(const std::vector<Profile>& profiles, const std::vector<bool>& listed,
                       const Surroundings& surroundings)
    : m_surroundings(surroundings) {
  for (const auto& [address, host] : surroundings.hosts) {
    if (!host.confirmed) continue;
    if (auto domain = registrable_domain(host.name))
      m_registrable.emplace(address, std::move(*domain));
  }

  double base = 0;
  for (std::size_t i = 0; i < profiles.size(); ++i) {
    const Profile& profile = profiles[i];
    const bool is_listed = listed[i];
    for (const auto& [key, count] : profile.keys) {
      KeyOrigin& origin = m_keys[key];
      (is_listed ? origin.listed : origin.unlisted) += count.passed;
      if (is_listed && count.passed > 0) {
        add_listed(profile.address, origin);
        origin.most_listed = std::max(origin.most_listed, count.passed);
      }
    }
    if (!is_listed) continue;
    for (const auto& [signer, messages] : profile.foreign_signers) m_listed_signers.insert(signer);
    for (const auto& [reporter, messages] : profile.governed_by_reporter) {
      m_reporter_share[reporter] += static_cast<double>(messages);
      base += static_cast<double>(messages);
    }
  }
  for (auto& [reporter, share] : m_reporter_share) share /= base;
  find_origins(profiles, listed);
}

void Provenance::find_origins(const std::vector<Profile>& profiles,
                              const std::vector<bool>& listed) {
  struct Carrier {
    const Profile* profile;
    std::uint64_t passed;
  };
  std::map<SigningKey, std::vector<Carrier>> carriers;
  for (std::size_t i = 0; i < profiles.size(); ++i) {
    if (listed[i]) continue;
    for (const auto& [key, count] : profiles[i].keys) {
      if (count.passed > 0) carriers[key].push_back({&profiles[i], count.passed});
    }
  }

  for (auto& [key, origin] : m_keys) {
    if (origin.lives_on_listed_servers()) {
      m_has_listed_keys = true;
      continue;
    }
    auto& of_key = carriers[key];
    if (of_key.empty()) continue;
    m_has_unlisted_keys = true;
    const auto rank = [&](const Carrier& carrier) {
      return std::tuple(!looks_passed_on(*carrier.profile),
                        carrier.profile->governed_by_reporter.size(), carrier.passed);
    };
    const auto& main = *std::ranges::max_element(of_key, {}, rank);
    for (const auto& carrier : of_key) {
      // A key that lives elsewhere is passed on by forwarders too: next to its main source they
      // carry little.
      constexpr std::uint64_t small_share = 10;
      const bool is_main = carrier.profile == main.profile;
      const bool is_near = is_same_service(carrier.profile->address, main.profile->address);
      const bool is_large = carrier.passed * small_share >= main.passed;
      if (is_main || is_near ||
          (!looks_passed_on(*carrier.profile) &&
           (is_large || is_widely_reported(*carrier.profile)))) {
        origin.origins.insert(carrier.profile->address);
      }
    }
  }
}

const KeyOrigin& Provenance::origin_of(const SigningKey& key) const { return m_keys.at(key); }

bool Provenance::looks_passed_on(const Profile& profile) const {
  constexpr std::uint64_t telling_share = 10;
  if (profile.forwarding_reason * telling_share >= profile.governed) return true;
  return std::ranges::any_of(profile.keys, [&](const auto& entry) {
    return entry.second.passed > 0 && origin_of(entry.first).lives_on_listed_servers();
  });
}

double Provenance::expected_reporters(const Profile& profile) const {
  double expected = 0;
  for (const auto& [reporter, share] : m_reporter_share) {
    expected += 1 - std::pow(1 - share, static_cast<double>(profile.governed));
  }
  return expected;
}

bool Provenance::is_widely_reported(const Profile& profile) const {
  const auto seen_by = profile.governed_by_reporter.size();
  return profile.governed >= wide_messages && seen_by >= wide_reporters &&
         static_cast<double>(seen_by) >= wide_share * expected_reporters(profile);
}

void Provenance::add_listed(const IpAddress& address, KeyOrigin& origin) const {
  const auto network = network_around(address);
  origin.listed_networks.insert(network);
  const auto domain = m_registrable.find(address);
  if (domain == m_registrable.end()) {
    origin.nameless_networks.insert(network);
  } else {
    origin.listed_operators.insert(domain->second);
  }
}

bool Provenance::is_same_service(const IpAddress& a, const IpAddress& b) const {
  const auto domain_of_a = m_registrable.find(a);
  const auto domain_of_b = m_registrable.find(b);
  if (domain_of_a != m_registrable.end() && domain_of_b != m_registrable.end()) {
    return domain_of_a->second == domain_of_b->second;
  }
  return network_around(a) == network_around(b);
}

bool Provenance::is_same_service(const IpAddress& address, const KeyOrigin& origin) const {
  const auto domain = m_registrable.find(address);
  const auto network = network_around(address);
  if (domain == m_registrable.end()) return origin.listed_networks.contains(network);
  return origin.listed_operators.contains(domain->second) ||
         origin.nameless_networks.contains(network);
}

}  // namespace hardfail::analysis
