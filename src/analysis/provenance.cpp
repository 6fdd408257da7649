#include "provenance.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "hardfail/analysis/host_name.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::analysis {
namespace {

/// Mail spread over the reporters as listed mail is: a forwarder's goes to the few where people
/// have their mailboxes forwarded to, a sender's to wherever its customers are.
constexpr double wide_share = 0.6;
constexpr double rather_wide_share = 0.75;
constexpr double everywhere_share = 0.9;
constexpr unsigned wide_reporters = 4;
constexpr std::uint64_t wide_messages = 8;

/// The reporters a source has been seen by, held against those to be expected.
bool is_seen_by(const Profile& profile, double expected, double share) {
  const auto seen_by = profile.governed_by_reporter.size();
  return profile.governed >= wide_messages && seen_by >= wide_reporters &&
         static_cast<double>(seen_by) >= share * expected;
}

}  // namespace

IpNetwork network_around(const IpAddress& address) {
  return *IpNetwork::of(address, address.family() == IpAddress::Family::v4 ? 24 : 64);
}

Provenance::Provenance(const Profiles& profiles, const std::vector<bool>& listed,
                       const Surroundings& surroundings)
    : m_profiles(profiles),
      m_surroundings(surroundings),
      m_keys(profiles.keys.size()),
      m_listed_signers(profiles.signers.size()) {
  for (const auto& [address, host] : surroundings.hosts) {
    // Whose customers' lines or machines are numbered, is not who runs them.
    if (!host || !host->confirmed || is_generic_host(host->name, address)) continue;
    if (auto domain = registrable_domain(host->name))
      m_registrable.emplace(address, std::move(*domain));
  }

  double base = 0;
  for (std::size_t i = 0; i < profiles.sources.size(); ++i) {
    const Profile& profile = profiles.sources[i];
    const bool is_listed = listed[i];
    const bool sends = is_listed || profile.governed_signed > 0;
    m_anybody_sends = m_anybody_sends || sends;
    if (!sends && profile.governed > 0) ++m_strangers;
    for (const auto& [key, count] : profile.keys) {
      KeyOrigin& origin = m_keys[key];
      (is_listed ? origin.listed : origin.unlisted) += count.passed;
      if (is_listed && count.passed > 0) {
        add_listed(profile.address, *surroundings.live[i], origin);
        origin.most_listed = std::max(origin.most_listed, count.passed);
      }
    }
    if (!is_listed) continue;
    m_has_unnamed_listed_keys = m_has_unnamed_listed_keys || profile.unnamed_signed > 0;
    for (const auto& [signer, messages] : profile.foreign_signers) m_listed_signers[signer] = true;
    for (const auto& [reporter, messages] : profile.governed_by_reporter) {
      m_reporter_share[reporter] += static_cast<double>(messages);
      base += static_cast<double>(messages);
    }
  }
  for (auto& [reporter, share] : m_reporter_share) share /= base;
  find_origins(listed);
  find_operators(listed);
}

void Provenance::find_origins(const std::vector<bool>& listed) {
  struct Carrier {
    const Profile* profile;
    std::uint64_t passed;
  };
  std::vector<std::vector<Carrier>> carriers(m_keys.size());
  for (std::size_t i = 0; i < listed.size(); ++i) {
    if (listed[i]) continue;
    const Profile& profile = m_profiles.sources[i];
    for (const auto& [key, count] : profile.keys) {
      if (count.passed > 0) carriers[key].push_back({&profile, count.passed});
    }
  }

  for (std::size_t key = 0; key < m_keys.size(); ++key) {
    KeyOrigin& origin = m_keys[key];
    if (origin.lives_on_listed_servers()) {
      m_has_listed_keys = true;
      continue;
    }
    const auto& of_key = carriers[key];
    if (of_key.empty()) continue;
    m_has_unlisted_keys = true;
    const auto rank = [&](const Carrier& carrier) {
      return std::tuple(!looks_passed_on(*carrier.profile),
                        carrier.profile->governed_by_reporter.size(), carrier.passed);
    };
    const auto& main = *std::ranges::max_element(of_key, {}, rank);
    // If even that one is called a forwarder, the sender itself is in no report.
    const bool main_sends =
        !is_called_forwarded(*main.profile) || is_widely_reported(*main.profile);
    for (const auto& carrier : of_key) {
      // A key that lives elsewhere is passed on by forwarders too: next to its main source they
      // carry little. Where that one used the key for a few messages, before it changed to another
      // or with reporters that name none, a few are no large share: all that it signed tells.
      constexpr std::uint64_t small_share = 10;
      constexpr std::uint64_t few = 5;
      const bool is_of_main =
          main_sends && (carrier.profile == main.profile ||
                         is_same_service(carrier.profile->address, main.profile->address));
      const bool is_large =
          carrier.passed * small_share >= main.passed &&
          (carrier.passed >= few ||
           carrier.profile->governed_signed * small_share >= main.profile->governed_signed);
      if (is_of_main || (!looks_passed_on(*carrier.profile) &&
                         (is_large || is_widely_reported(*carrier.profile)))) {
        origin.origins.insert(carrier.profile->address);
      }
    }
  }
}

void Provenance::find_operators(const std::vector<bool>& listed) {
  for (const auto& origin : m_keys) {
    for (const auto& address : origin.origins) {
      const auto domain = m_registrable.find(address);
      if (domain != m_registrable.end()) m_sending_operators.insert(domain->second);
    }
  }
  for (std::size_t i = 0; i < listed.size(); ++i) {
    const Profile& profile = m_profiles.sources[i];
    if (listed[i] || profile.governed == 0) continue;
    const auto domain = m_registrable.find(profile.address);
    if (domain == m_registrable.end()) continue;
    Operator& of_domain = m_operators[domain->second];
    ++of_domain.hosts;
    if (looks_passed_on(profile)) ++of_domain.passing_on;
  }
}

bool Provenance::is_near_unlisted_sender(const IpAddress& address) const {
  const auto domain = m_registrable.find(address);
  return domain != m_registrable.end() && m_sending_operators.contains(domain->second);
}

bool Provenance::is_of_forwarding_operator(const IpAddress& address) const {
  const auto domain = m_registrable.find(address);
  if (domain == m_registrable.end()) return false;
  const auto found = m_operators.find(domain->second);
  return found != m_operators.end() && found->second.passing_on >= 2 &&
         found->second.passing_on * 2 >= found->second.hosts;
}

bool Provenance::is_called_forwarded(const Profile& profile) noexcept {
  constexpr std::uint64_t telling_share = 10;
  return profile.forwarding_reason * telling_share >= profile.governed;
}

bool Provenance::looks_passed_on(const Profile& profile) const {
  if (is_called_forwarded(profile)) return true;
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
  return is_seen_by(profile, expected_reporters(profile), wide_share);
}

bool Provenance::is_narrowly_reported(const Profile& profile) const {
  constexpr std::uint64_t narrow_messages = 5;
  return can_tell_breadth() && profile.governed >= narrow_messages &&
         static_cast<double>(profile.governed_by_reporter.size()) <
             wide_share * expected_reporters(profile);
}

bool Provenance::is_rather_widely_reported(const Profile& profile) const {
  return is_seen_by(profile, expected_reporters(profile), rather_wide_share);
}

bool Provenance::is_reported_everywhere(const Profile& profile) const {
  return is_seen_by(profile, expected_reporters(profile), everywhere_share);
}

bool Provenance::can_tell_breadth() const noexcept {
  return m_reporter_share.size() >= wide_reporters;
}

bool Provenance::carries_several_senders(const Profile& profile) const {
  constexpr std::uint64_t more_than_odd = 2;
  std::vector<const KeyOrigin*> origins;
  for (const auto& [key, count] : profile.keys) {
    const KeyOrigin& origin = origin_of(key);
    if (count.passed >= more_than_odd && origin.lives_on_listed_servers()) {
      origins.push_back(&origin);
    }
  }
  const auto are_apart = [](const KeyOrigin* a, const KeyOrigin* b) {
    return std::ranges::none_of(a->listed_addresses, [&](const IpAddress& address) {
      return b->listed_addresses.contains(address);
    });
  };
  return std::ranges::any_of(origins, [&](const KeyOrigin* a) {
    return std::ranges::any_of(origins, [&](const KeyOrigin* b) { return are_apart(a, b); });
  });
}

void Provenance::add_listed(const IpAddress& address, const LiveSpf& live,
                            KeyOrigin& origin) const {
  const auto network = network_around(address);
  origin.listed_networks.insert(network);
  origin.listed_addresses.insert(address);
  const auto domain = m_registrable.find(address);
  if (domain == m_registrable.end()) {
    origin.nameless_networks.insert(network);
  } else {
    (is_published(live) ? origin.publishing_operators : origin.listed_operators)
        .insert(domain->second);
  }
}

bool Provenance::is_published(const LiveSpf& live) const {
  constexpr std::string_view prefix = "include:";
  const std::string_view term = live.mechanism;
  if (!iequals(term.substr(0, prefix.size()), prefix)) return false;
  const auto target = DomainName::parse(term.substr(prefix.size()));
  return !target || !target->is_at_or_below(m_surroundings.organizational_domain);
}

bool Provenance::is_same_service(const IpAddress& a, const IpAddress& b) const {
  const auto domain_of_a = m_registrable.find(a);
  const auto domain_of_b = m_registrable.find(b);
  if (domain_of_a != m_registrable.end() && domain_of_b != m_registrable.end()) {
    return domain_of_a->second == domain_of_b->second;
  }
  return network_around(a) == network_around(b);
}

Kinship Provenance::kinship(const IpAddress& address, const KeyOrigin& origin) const {
  const auto domain = m_registrable.find(address);
  const auto network = network_around(address);
  if (domain == m_registrable.end()) {
    return origin.listed_networks.contains(network) ? Kinship::same : Kinship::none;
  }
  if (origin.listed_operators.contains(domain->second) ||
      origin.nameless_networks.contains(network)) {
    return Kinship::same;
  }
  return origin.publishing_operators.contains(domain->second) ? Kinship::published : Kinship::none;
}

}  // namespace hardfail::analysis
