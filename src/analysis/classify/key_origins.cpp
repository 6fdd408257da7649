#include "key_origins.hpp"

#include <algorithm>
#include <cassert>
#include <string_view>
#include <tuple>

#include "hardfail/util/text.hpp"
#include "thresholds.hpp"

namespace hardfail::analysis {
namespace {

bool is_called_forwarded(const Profile& profile) {
  return thresholds::called_forwarded.reached_by(profile.forwarding_reason, profile.governed);
}

}  // namespace

bool KeyOrigin::lives_on_listed_servers() const noexcept {
  return listed > 0 && (thresholds::living_key.reached_by(listed, unlisted) ||
                        (listed_days.size() >= thresholds::living_days &&
                         listed_days.size() > unlisted_days.size()));
}

bool KeyOrigin::lives_on_a_service() const noexcept {
  return ungoverned > 0 && thresholds::living_key.reached_by(ungoverned, unlisted);
}

bool is_little(std::uint64_t passed, const Profile& profile) noexcept {
  return passed < thresholds::few_signed ||
         !thresholds::large_carrier.reached_by(passed, profile.governed_signed);
}

KeyOrigins::KeyOrigins(const Profiles& profiles, const std::vector<Listing>& listings,
                       const Operators& operators, const Breadth& breadth,
                       const Surroundings& surroundings)
    : m_profiles(profiles),
      m_operators(operators),
      m_breadth(breadth),
      m_surroundings(surroundings),
      m_origins(profiles.keys.size()) {
  count(listings);
  const auto carriers = unlisted_carriers(listings);
  for (std::uint32_t key = 0; key < m_origins.size(); ++key) {
    KeyOrigin& origin = m_origins[key];
    if (origin.lives_on_listed_servers()) {
      m_has_listed = true;
      for (const auto& carrier : carriers[key]) {
        CarrierPool& together = m_pools[group_of(carrier.source, key)];
        together.pool.add(*carrier.profile);
        together.passed += carrier.passed;
        together.broken += carrier.broken;
        if (const auto owner = line_owner(carrier.source)) {
          CarrierLine& line = m_lines[{key, *owner}];
          line.pool.add(*carrier.profile);
          line.address_days += carrier.profile->governed_days.size();
          line.address_spans += carrier.profile->governed_days.span();
        }
      }
    } else if (!carriers[key].empty()) {
      m_has_unlisted = true;
      if (origin.lives_on_a_service()) {
        find_senders_beside_service(carriers[key], origin);
      } else {
        find_senders(carriers[key], origin);
      }
    }
  }
}

void KeyOrigins::count(const std::vector<Listing>& listings) {
  for (std::size_t source = 0; source < listings.size(); ++source) {
    const Profile& profile = m_profiles.sources[source];
    const bool is_listed = listings[source] != Listing::none;
    if (is_listed && profile.unnamed_signed > 0) m_has_unnamed_listed = true;
    for (const auto& [key, messages] : profile.ungoverned_keys) {
      KeyOrigin& origin = m_origins[key];
      origin.ungoverned += messages;
      origin.most_ungoverned = std::max(origin.most_ungoverned, messages);
      if (const auto known = m_operators.of(source)) origin.serving_operators.insert(*known);
      origin.serving_networks.insert(IpNetwork::around(profile.address));
    }
    for (const auto& [key, count] : profile.keys) {
      KeyOrigin& origin = m_origins[key];
      if (count.passed > 0) {
        auto& days = is_listed ? origin.listed_days : origin.unlisted_days;
        for (const auto day : profile.governed_days.days()) days.add(day);
      }
      if (!is_listed) {
        origin.unlisted += count.passed;
        continue;
      }
      origin.listed_broken += count.failed;
      if (count.passed > 0) add_listed(source, count.passed, origin);
    }
  }
}

void KeyOrigins::add_listed(std::size_t source, std::uint64_t passed, KeyOrigin& origin) const {
  origin.listed += passed;
  origin.most_listed = std::max(origin.most_listed, passed);
  const auto network = IpNetwork::around(m_profiles.sources[source].address);
  origin.listed_networks.insert(network);
  origin.listed_sources.push_back(source);
  const auto known = m_operators.of(source);
  if (!known) {
    origin.nameless_networks.insert(network);
  } else if (is_published_by_operator(*m_surroundings.live[source])) {
    origin.publishing_operators.insert(*known);
  } else {
    origin.listed_operators.insert(*known);
  }
}

bool KeyOrigins::is_published_by_operator(const LiveSpf& live) const {
  constexpr std::string_view prefix = "include:";
  const std::string_view term = live.mechanism;
  if (!iequals(term.substr(0, prefix.size()), prefix)) return false;
  const auto target = DomainName::parse(term.substr(prefix.size()));
  return !target || !target->is_at_or_below(m_surroundings.organizational_domain);
}

std::vector<std::vector<KeyOrigins::Carrier>> KeyOrigins::unlisted_carriers(
    const std::vector<Listing>& listings) const {
  std::vector<std::vector<Carrier>> carriers(m_origins.size());
  for (std::size_t source = 0; source < listings.size(); ++source) {
    if (listings[source] != Listing::none) continue;
    const Profile& profile = m_profiles.sources[source];
    for (const auto& [key, count] : profile.keys) {
      if (count.passed == 0) continue;
      carriers[key].push_back({source, &profile, count.passed, count.failed});
    }
  }
  return carriers;
}

KeyOrigins::Group KeyOrigins::group_of(std::size_t source, std::uint32_t key) const {
  const auto known = m_operators.of(source);
  if (known) return {key, known, std::nullopt};
  return {key, std::nullopt, IpNetwork::around(m_profiles.sources[source].address)};
}

const CarrierPool& KeyOrigins::pool_of(std::size_t source, std::uint32_t key) const {
  const auto pool = m_pools.find(group_of(source, key));
  assert(pool != m_pools.end());
  return pool->second;
}

std::optional<std::uint32_t> KeyOrigins::line_owner(std::size_t source) const {
  return m_operators.of(source) ? std::nullopt : m_operators.network_owner(source);
}

const CarrierLine* KeyOrigins::line_of(std::size_t source, std::uint32_t key) const {
  const auto owner = line_owner(source);
  return owner ? &m_lines.at({key, *owner}) : nullptr;
}

void KeyOrigins::find_senders(const std::vector<Carrier>& carriers, KeyOrigin& origin) const {
  const auto rank = [&](const Carrier& carrier) {
    return std::tuple(!looks_passed_on(*carrier.profile),
                      carrier.profile->governed_by_reporter.size(), carrier.passed);
  };
  const Carrier& main = *std::ranges::max_element(carriers, {}, rank);
  // If even the main source passes mail on, by what receivers call it or by what else it carries of
  // others, the sender itself is in no report.
  const bool carries_others =
      looks_passed_on(*main.profile) && is_little(main.passed, *main.profile);
  const bool main_sends =
      !carries_others && (!is_called_forwarded(*main.profile) || m_breadth.is_wide(*main.profile));
  for (const auto& carrier : carriers) {
    const bool is_of_main = main_sends && (carrier.source == main.source ||
                                           m_operators.is_same(carrier.source, main.source));
    const bool is_large = thresholds::large_carrier.reached_by(carrier.passed, main.passed) &&
                          (carrier.passed >= thresholds::few_signed ||
                           thresholds::large_carrier.reached_by(carrier.profile->governed_signed,
                                                                main.profile->governed_signed));
    const bool is_another = is_large || is_wide_for_days(carrier);
    if (is_of_main || (!looks_passed_on(*carrier.profile) && is_another)) {
      origin.senders.insert(carrier.source);
    }
  }
}

void KeyOrigins::find_senders_beside_service(const std::vector<Carrier>& carriers,
                                             KeyOrigin& origin) const {
  for (const auto& carrier : carriers) {
    const auto known = m_operators.of(carrier.source);
    const bool is_of_service =
        (known && origin.serving_operators.contains(*known)) ||
        origin.serving_networks.contains(IpNetwork::around(carrier.profile->address));
    const bool is_large =
        carrier.passed >= thresholds::few_signed &&
        carrier.profile->governed_days.size() >= thresholds::lasting_days &&
        thresholds::large_carrier.reached_by(carrier.passed, origin.most_ungoverned);
    const bool is_another = is_large || is_wide_for_days(carrier);
    if (is_of_service || (!looks_passed_on(*carrier.profile) && is_another)) {
      origin.senders.insert(carrier.source);
    }
  }
}

bool KeyOrigins::is_wide_for_days(const Carrier& carrier) const {
  // A message that somebody sends again, to everybody, is soon over.
  return carrier.profile->governed_days.size() >= thresholds::lasting_days &&
         m_breadth.is_wide(*carrier.profile);
}

Kinship KeyOrigins::kinship(std::size_t source, const KeyOrigin& origin) const {
  const auto known = m_operators.of(source);
  const auto network = IpNetwork::around(m_profiles.sources[source].address);
  if (!known) return origin.listed_networks.contains(network) ? Kinship::same : Kinship::none;
  if (origin.listed_operators.contains(*known) || origin.nameless_networks.contains(network)) {
    return Kinship::same;
  }
  return origin.publishing_operators.contains(*known) ? Kinship::published : Kinship::none;
}

bool KeyOrigins::carries_several_senders(const Profile& profile) const {
  std::vector<const KeyOrigin*> origins;
  for (const auto& [key, count] : profile.keys) {
    const KeyOrigin& origin = of(key);
    if (count.passed >= thresholds::telling_signed && origin.lives_on_listed_servers()) {
      origins.push_back(&origin);
    }
  }
  const auto are_apart = [](const KeyOrigin* a, const KeyOrigin* b) {
    return std::ranges::none_of(a->listed_sources, [&](std::size_t source) {
      return std::ranges::binary_search(b->listed_sources, source);
    });
  };
  return std::ranges::any_of(origins, [&](const KeyOrigin* a) {
    return std::ranges::any_of(origins, [&](const KeyOrigin* b) { return are_apart(a, b); });
  });
}

bool KeyOrigins::looks_passed_on(const Profile& profile) const {
  if (is_called_forwarded(profile)) return true;
  // The record listed it then.
  if (profile.reported_pass > 0 &&
      thresholds::believable_passes.reached_by(profile.reported_pass, profile.governed)) {
    return false;
  }
  return std::ranges::any_of(profile.keys, [&](const auto& entry) {
    return entry.second.passed > 0 && of(entry.first).lives_on_listed_servers();
  });
}

}  // namespace hardfail::analysis
