#include "unsigned_sources.hpp"

#include <algorithm>
#include <unordered_set>

#include "thresholds.hpp"

namespace hardfail::analysis {
namespace {

/// Of UnsignedSources::m_networks.
using NetworkNumbers = std::unordered_set<std::uint32_t>;

const UnsignedPool* find_in(const std::unordered_map<std::uint32_t, UnsignedPool>& pools,
                            std::uint32_t number) {
  const auto found = pools.find(number);
  return found == pools.end() ? nullptr : &found->second;
}

/// The interface identifier of an IPv6 address that was made from the hardware address of a device
/// (RFC 4291, appendix A): it stays when the provider gives the line another prefix. nullopt for
/// any other address.
std::optional<std::uint64_t> device_of(const IpAddress& address) {
  if (address.family() != IpAddress::Family::v6) return std::nullopt;
  const auto octets = address.octets();
  if (octets[11] != 0xff || octets[12] != 0xfe) return std::nullopt;
  std::uint64_t identifier = 0;
  for (std::size_t i = 8; i < 16; ++i) identifier = identifier << 8U | octets[i];
  return identifier;
}

}  // namespace

bool has_come_back(const Profile& profile) {
  return profile.heavy_days.span() >= thresholds::occasions_span &&
         burst_starts(profile.heavy_days, thresholds::occasion_gap).size() >= thresholds::occasions;
}

std::optional<std::uint32_t> main_signer(const Profile& profile) {
  for (const auto& [signer, messages] : profile.foreign_signers) {
    if (thresholds::signer_share.reached_by(messages, profile.governed)) return signer;
  }
  return std::nullopt;
}

UnsignedSources::UnsignedSources(const Profiles& profiles, const std::vector<HostKind>& kinds,
                                 const std::vector<Listing>& listings, const Operators& operators,
                                 const Breadth& breadth, const Calendar& calendar) {
  std::unordered_map<IpNetwork, std::uint32_t> networks;
  m_network_of.resize(profiles.sources.size());
  std::map<Rhythm, NetworkNumbers> nameless;
  NetworkNumbers coming_back;
  NetworkNumbers coming_back_to_partners;
  NetworkNumbers lately_begun;
  NetworkNumbers standing_in;
  std::unordered_set<std::uint32_t> passing_owners;
  NetworkNumbers passing_networks;
  DaySet nameless_days;
  DaySet nameless_exact_days;
  for (std::size_t i = 0; i < profiles.sources.size(); ++i) {
    const Profile& profile = profiles.sources[i];
    if (listings[i] != Listing::none || profile.governed == 0 || profile.governed_signed > 0) {
      continue;
    }
    const auto next = static_cast<std::uint32_t>(m_networks.size());
    const auto [found, is_first] = networks.try_emplace(IpNetwork::around(profile.address), next);
    const auto around = found->second;
    if (is_first) m_networks.emplace_back();
    m_networks[around].add(profile);
    m_network_of[i] = around;
    if (const auto device = device_of(profile.address)) m_devices[*device].add(profile);
    const auto owner = operators.network_owner(i);
    if (owner) {
      auto& pool = m_owners[*owner];
      pool.add(profile, breadth);
      pool.add_line(profile);
    } else {
      if (breadth.is_wide(profile)) ++m_nameless_wide;
      if (fills_window(profile.governed_days, calendar)) {
        for (const auto day : profile.governed_days.days()) nameless_days.add(day);
        for (const auto day : profile.exact_days.days()) nameless_exact_days.add(day);
      }
    }
    if (const auto signer = main_signer(profile)) m_signers[*signer].add(profile, breadth);
    if (are_past_burst(profile.governed_days, calendar)) {
      m_bursts.add(profile);
      if (is_telling(kinds[i])) m_named_bursts.add(profile);
    }
    // Who stays is asked about, and no botnet, however many do.
    if (!is_telling(kinds[i]) &&
        !stays(profile.governed_days.size(), profile.governed_days.span(), calendar.observed)) {
      const auto rhythm = find_rhythm(profile.governed_days, profile.exact_days);
      if (rhythm) nameless[rhythm->kind].insert(around);
      // Branches that write to a few partners are many too: they crowd out each other only.
      if (has_come_back(profile)) {
        const bool has_partners = profile.governed_by_reporter.size() <= thresholds::partners;
        (has_partners ? coming_back_to_partners : coming_back).insert(around);
      }
      if (are_new(profile.governed_days, calendar)) lately_begun.insert(around);
      if (filling_of(profile, calendar).stands_in) standing_in.insert(around);
    }
    if (profile.reported_pass == 0) continue;
    if (owner) {
      passing_owners.insert(*owner);
    } else {
      passing_networks.insert(around);
    }
  }
  for (const auto& [kind, numbers] : nameless) m_nameless_networks[kind] = numbers.size();
  for (auto& [owner, pool] : m_owners) {
    const auto rhythm = find_rhythm(pool.pool.days(), pool.exact_days);
    pool.keeps_working_days = rhythm && rhythm->kind == Rhythm::working_days;
    const unsigned widest = m_widest_owner ? m_owners.at(*m_widest_owner).wide.addresses() : 0;
    const unsigned wide = pool.wide.addresses();
    if (!m_widest_owner || wide > widest) {
      m_second_widest = widest;
      m_widest_owner = owner;
    } else {
      m_second_widest = std::max(m_second_widest, wide);
    }
  }
  const auto together = find_rhythm(nameless_days, nameless_exact_days);
  m_nameless_keep_working_days = together && together->kind == Rhythm::working_days;
  m_coming_back = coming_back.size();
  m_coming_back_to_partners = coming_back_to_partners.size();
  m_new = lately_begun.size();
  m_standing_in = standing_in.size();
  m_past_passes = passing_owners.size() + passing_networks.size();
}

SharedRhythm UnsignedSources::shared(const RhythmFinding& finding) const {
  const auto networks = m_nameless_networks.find(finding.kind);
  return {finding, networks == m_nameless_networks.end() ? 0 : networks->second};
}

std::optional<SharedRhythm> UnsignedSources::rhythm_of(const Profile& profile) const {
  const auto finding = find_rhythm(profile.governed_days, profile.exact_days);
  return finding ? std::optional(shared(*finding)) : std::nullopt;
}

std::optional<SharedRhythm> UnsignedSources::rhythm_of(const Neighbours& neighbours) const {
  const auto finding = find_rhythm(neighbours.days, neighbours.exact_days);
  return finding ? std::optional(shared(*finding)) : std::nullopt;
}

const Neighbours& UnsignedSources::beside(std::size_t source, const IpAddress& address) const {
  const Neighbours& network = m_networks[m_network_of[source]];
  const auto identifier = device_of(address);
  if (!identifier) return network;
  const Neighbours& device = m_devices.at(*identifier);
  return device.addresses > network.addresses ? device : network;
}

const UnsignedPool* UnsignedSources::of_owner(std::uint32_t owner) const {
  return find_in(m_owners, owner);
}

const UnsignedPool* UnsignedSources::signed_by(std::uint32_t signer) const {
  return find_in(m_signers, signer);
}

unsigned UnsignedSources::most_wide_beside(std::uint32_t owner) const {
  const bool is_widest = !m_widest_owner || owner == *m_widest_owner;
  return std::max(m_nameless_wide,
                  is_widest ? m_second_widest : m_owners.at(*m_widest_owner).wide.addresses());
}

std::size_t UnsignedPool::busy_weeks() const {
  std::uint64_t busiest = 0;
  for (const auto& [week, days] : days_at_work) busiest = std::max(busiest, days);
  return static_cast<std::size_t>(std::ranges::count_if(days_at_work, [&](const auto& entry) {
    return thresholds::busy_week.reached_by(entry.second, busiest);
  }));
}

void Bursts::add(const Profile& profile) {
  most_days = std::max<std::size_t>(most_days, profile.governed_days.size());
  most_messages = std::max(most_messages, profile.governed);
}

void Neighbours::add(const Profile& profile) {
  ++addresses;
  if (profile.governed_days.span() >= thresholds::returning_span) ++returning;
  for (const auto day : profile.governed_days.days()) days.add(day);
  for (const auto day : profile.exact_days.days()) exact_days.add(day);
}

void UnsignedPool::add_line(const Profile& profile) {
  covered_address_days += profile.governed_days.size();
  for (const auto day : profile.governed_days.days()) covered.add(day);
  for (const auto day : profile.summed_days.days()) {
    covered.add(day);
    if (!profile.governed_days.days().contains(day)) ++covered_address_days;
  }
  if (!profile.governed_days.empty()) {
    const auto last = profile.governed_days.days().back();
    for (auto day = profile.governed_days.days().front(); day <= last;
         day += std::chrono::days{1}) {
      stays.add(day);
    }
    stay_address_days += profile.governed_days.span();
  }
  calendar_address_days += profile.calendar_days.size();
  for (const auto day : profile.calendar_days.days()) calendar_days.add(day);
}

void UnsignedPool::add(const Profile& profile, const Breadth& breadth) {
  pool.add(profile);
  address_days += profile.governed_days.size();
  for (const auto day : profile.exact_days.days()) exact_days.add(day);
  if (breadth.is_wide(profile)) {
    wide.add(profile);
    const bool v4 = profile.address.family() == IpAddress::Family::v4;
    wide_allocations.insert(*IpNetwork::of(profile.address, v4 ? 16 : 32));
    for (const auto day : profile.governed_days.days()) ++days_at_work[week_of(day)];
  }
  if (profile.governed_days.span() >= thresholds::returning_span) {
    returning.add(profile);
    returning_address_days += profile.governed_days.size();
  }
}

}  // namespace hardfail::analysis
