#include "facts.hpp"

#include <algorithm>

#include "hardfail/analysis/host_name.hpp"
#include "thresholds.hpp"

namespace hardfail::analysis {
namespace {

std::vector<HostKind> host_kinds_of(const std::vector<Profile>& sources,
                                    const DomainName& organizational_domain) {
  std::vector<HostKind> kinds;
  kinds.reserve(sources.size());
  for (const auto& profile : sources) {
    if (const auto* host = profile.host()) {
      kinds.push_back(kind_of(*host, profile.address, organizational_domain));
    } else {
      kinds.push_back(profile.host_answer == nullptr ? HostKind::not_asked : HostKind::none);
    }
  }
  return kinds;
}

std::vector<Listing> listings_of(const std::vector<Profile>& sources,
                                 const Surroundings& surroundings) {
  std::vector<Listing> listings;
  listings.reserve(sources.size());
  for (std::size_t i = 0; i < sources.size(); ++i) {
    listings.push_back(listing_of(sources[i], *surroundings.live[i]));
  }
  return listings;
}

/// True where both are registered under one label, in different suffixes: example.com,
/// example.info.
bool are_sisters(const DomainName& a, const DomainName& b) {
  const auto registered_a = registrable_domain(a);
  const auto registered_b = registrable_domain(b);
  return registered_a && registered_b && *registered_a != *registered_b &&
         registered_a->labels().front() == registered_b->labels().front();
}

std::vector<bool> listed_signers_of(const Profiles& profiles,
                                    const std::vector<Listing>& listings) {
  std::vector<bool> listed(profiles.signers.size());
  for (std::size_t i = 0; i < listings.size(); ++i) {
    if (listings[i] == Listing::none) continue;
    for (const auto& [signer, messages] : profiles.sources[i].foreign_signers) {
      listed[signer] = true;
    }
  }
  return listed;
}

}  // namespace

Observed::Observed(const Profiles& profiles, const Surroundings& surroundings,
                   const ReportDays& report_days)
    : m_profiles(profiles),
      m_surroundings(surroundings),
      m_host_kinds(host_kinds_of(profiles.sources, surroundings.organizational_domain)),
      m_listings(listings_of(profiles.sources, surroundings)),
      m_operators(profiles.sources, m_host_kinds),
      m_breadth(profiles.sources, m_listings),
      m_keys(profiles, m_listings, m_operators, m_breadth, surroundings),
      m_calendar(calendar_of(profiles, m_listings, report_days)),
      m_conduct(conduct_of(m_operators, profiles, m_listings, m_keys)),
      m_unsigned(profiles, m_host_kinds, m_listings, m_operators, m_breadth, m_calendar),
      m_listed_signers(listed_signers_of(profiles, m_listings)),
      m_domain(domain_facts()) {
  std::vector<std::size_t> passed;  // unlisted, to their end
  for (std::size_t i = 0; i < m_listings.size(); ++i) {
    const Profile& profile = profiles.sources[i];
    if (profile.governed_days.empty()) continue;
    if (m_listings[i] != Listing::none) {
      add_start(i);
    } else if (profile.reported_pass > 0 &&
               thresholds::passed_to_the_end.reached_by(profile.reported_pass, profile.governed)) {
      passed.push_back(i);
    }
  }
  // An address that changes week by week hands over from one to the next, the last of them listed.
  std::ranges::sort(passed, std::ranges::greater{},
                    [&](std::size_t i) { return profiles.sources[i].governed_days.days().back(); });
  for (const auto source : passed) {
    if (has_successor(source)) add_start(source);
  }
}

void Observed::add_start(std::size_t source) {
  const Profile& profile = m_profiles.sources[source];
  const auto first = profile.governed_days.days().front();
  if (const auto owner = m_operators.network_owner(source)) m_new_by_owner[*owner].add(first);
  for (const auto& [key, count] : profile.keys) {
    if (count.passed > 0) m_new_by_key[key].add(first);
  }
}

DomainFacts Observed::domain_facts() const {
  DomainFacts domain{.surroundings = &m_surroundings,
                     .listed_reporters = m_breadth.reporters(),
                     .has_listed_keys = m_keys.has_listed(),
                     .has_unlisted_keys = m_keys.has_unlisted(),
                     .has_unnamed_listed_keys = m_keys.has_unnamed_listed(),
                     .observed_days = m_calendar.observed,
                     .networks_coming_back = m_unsigned.networks_coming_back(),
                     .networks_back_to_partners = m_unsigned.networks_back_to_partners(),
                     .networks_new = m_unsigned.networks_new(),
                     .bursts = m_unsigned.bursts(),
                     .named_bursts = m_unsigned.named_bursts(),
                     .nameless_keep_working_days = m_unsigned.nameless_keep_working_days(),
                     .networks_standing_in = m_unsigned.networks_standing_in(),
                     .networks_with_past_passes = m_unsigned.networks_with_past_passes()};
  for (std::size_t i = 0; i < m_listings.size(); ++i) {
    const Profile& profile = m_profiles.sources[i];
    if (m_listings[i] != Listing::none) domain.unnamed_listed += profile.unnamed_signed;
    if (m_listings[i] != Listing::none || profile.governed_signed > 0) {
      domain.anybody_sends = true;
    } else if (profile.governed > 0) {
      ++domain.strangers;
    }
  }
  return domain;
}

Facts Observed::facts_of(std::size_t source) const {
  const Profile& profile = m_profiles.sources[source];
  Facts facts{.domain = &m_domain,
              .mark = mark_of(profile.address, profile.host(), m_surroundings.marks),
              .governed = profile.governed,
              .newly_failed = newly_failed(profile, *m_surroundings.live[source]),
              .days = profile.governed_days.size(),
              .span = profile.governed_days.span(),
              .spread = {profile.governed, profile.governed_by_reporter.size()},
              .unnamed_signed = profile.unnamed_signed,
              .called_forwarded = profile.forwarding_reason,
              .is_v6 = profile.address.family() == IpAddress::Family::v6};
  const bool signs = m_domain.has_listed_keys || m_domain.has_unnamed_listed_keys;
  facts.vouched_failed = facts.newly_failed > 0 && signs ? profile.vouched : facts.newly_failed;
  add_record(source, facts);
  add_host(source, facts);
  add_keys(source, facts);
  add_other_signatures(source, facts);
  add_days(source, facts);
  add_pools(source, facts);
  return facts;
}

void Observed::add_record(std::size_t source, Facts& facts) const {
  const Profile& profile = m_profiles.sources[source];
  const LiveSpf& live = *m_surroundings.live[source];
  facts.listing = m_listings[source];
  facts.term = live.mechanism;
  const bool fails = live.result == spf::Result::softfail || live.result == spf::Result::neutral ||
                     live.result == spf::Result::fail;
  facts.fails_by_term = fails && !live.by_all && !live.mechanism.empty();
  facts.only_plus_all = live.by_plus_all;
  facts.past_passes = profile.reported_pass;
  facts.past_pass_reporters = profile.pass_reporters;
  facts.last_pass = profile.last_pass;
}

void Observed::add_host(std::size_t source, Facts& facts) const {
  const Profile& profile = m_profiles.sources[source];
  facts.host_kind = m_host_kinds[source];
  facts.host = profile.host();
  const auto itself = *IpNetwork::of(profile.address, profile.address.width());
  const unsigned near = IpNetwork::around(profile.address).bits();
  const bool is_v4 = profile.address.family() == IpAddress::Family::v4;
  const auto look_around = [&](const IpAddress& own, unsigned bits) {
    if (!profile.address.in_prefix(own, std::min(near, bits))) return;
    facts.is_in_own_network = true;
    const bool is_single = bits >= thresholds::next_to_own;
    facts.is_next_to_own =
        facts.is_next_to_own ||
        (is_v4 && is_single && profile.address.in_prefix(own, thresholds::next_to_own));
  };
  for (const auto& term : m_surroundings.own_terms) {
    if (term.contains(profile.address)) facts.is_in_own_term = true;
    if (term == itself) facts.is_own_term = true;
    look_around(term.address(), term.bits());
  }
  for (const auto& host : m_surroundings.own_hosts) {
    if (host == profile.address) facts.is_own_address = true;
    look_around(host, host.width());
  }
  facts.is_mail_host = std::ranges::find(m_surroundings.mail_hosts, profile.address) !=
                       m_surroundings.mail_hosts.end();
  facts.is_sister_host = facts.host_kind == HostKind::named &&
                         are_sisters(facts.host->name, m_surroundings.organizational_domain);
  if (const auto known = m_operators.of(source)) facts.conduct = m_conduct[*known];
  const auto use = special_use_of(itself);
  if (use && use->kind == SpecialUse::Kind::reserved) facts.reserved = use;
}

void Observed::add_keys(std::size_t source, Facts& facts) const {
  const Profile& profile = m_profiles.sources[source];
  if (m_listings[source] != Listing::none) return;
  std::uint32_t listed_key = 0;
  for (const auto& [number, count] : profile.keys) {
    const KeyOrigin& origin = m_keys.of(number);
    const CarriedKey carried{&m_profiles.keys[number], count.passed};
    if (origin.lives_on_listed_servers()) {
      if (count.failed > 0) {
        facts.broken = {carried.key, facts.broken.messages + count.failed};
      }
      if (count.passed > (facts.listed_key ? facts.listed_key->carried.messages : 0)) {
        facts.listed_key = {carried, origin.listed, origin.most_listed, origin.listed_broken};
        listed_key = number;
      }
    } else if (count.passed > 0) {
      if (!origin.senders.contains(source)) {
        facts.relays = carried;
      } else if (!facts.sends_with) {
        facts.sends_with = carried;
        facts.sent_with_key = origin.listed + origin.unlisted;
      }
    }
  }
  // What it carries of listed servers tells more than a few messages of somebody else's.
  if (facts.relays && facts.listed_key && is_little(facts.relays->messages, profile)) {
    facts.relays.reset();
  }
  if (facts.listed_key) {
    facts.listed_key->kinship = m_keys.kinship(source, m_keys.of(listed_key));
    const CarrierPool& together = m_keys.pool_of(source, listed_key);
    facts.listed_key->pool_addresses = together.pool.addresses();
    facts.listed_key->pool_messages = together.passed;
    facts.listed_key->pool_broken = together.broken;
    facts.listed_key->pool_days = together.pool.days().size();
    facts.listed_key->pool_spread = together.pool.spread(m_breadth);
    if (const auto* line = m_keys.line_of(source, listed_key)) {
      facts.listed_key->line_addresses = line->pool.addresses();
      facts.listed_key->line_days = line->pool.days().size();
      facts.listed_key->line_span = line->pool.days().span();
      facts.listed_key->line_address_days = line->address_days;
      facts.listed_key->line_address_spans = line->address_spans;
    }
    facts.carries_several_senders = m_keys.carries_several_senders(profile);
  }
  if (facts.listed_key || facts.unnamed_signed > 0) {
    facts.spread.expected = m_breadth.expected_reporters(profile.governed);
  }
}

void Observed::add_other_signatures(std::size_t source, Facts& facts) const {
  const Profile& profile = m_profiles.sources[source];
  facts.has_foreign_signature = !profile.foreign_signers.empty();
  if (!facts.has_foreign_signature) return;
  const auto known = m_operators.of(source);
  for (const auto& [number, messages] : profile.foreign_signers) {
    const DomainName& signer = m_profiles.signers[number];
    if (known && signer.is_at_or_below(m_operators.domain(*known))) {
      facts.signs_for_its_host = true;
    }
    if (!m_listed_signers[number]) facts.second_signers.emplace_back(&signer, messages);
  }
}

bool Observed::has_successor(std::size_t source) const {
  const Profile& profile = m_profiles.sources[source];
  const auto last = profile.governed_days.days().back();
  const auto took_over = [&](const auto& starts, std::uint32_t number) {
    const auto found = starts.find(number);
    if (found == starts.end()) return false;
    const auto& days = found->second.days();
    const auto soon = std::ranges::lower_bound(days, last - thresholds::successor_gap);
    return soon != days.end() && *soon <= last + thresholds::successor_gap;
  };
  const auto owner = m_operators.network_owner(source);
  if (owner && took_over(m_new_by_owner, *owner)) return true;
  return std::ranges::any_of(profile.keys, [&](const auto& entry) {
    return entry.second.passed > 0 && took_over(m_new_by_key, entry.first);
  });
}

void Observed::add_days(std::size_t source, Facts& facts) const {
  const Profile& profile = m_profiles.sources[source];
  if (m_listings[source] != Listing::none || profile.governed_days.empty()) return;
  const auto& days = profile.governed_days.days();
  facts.silent = m_calendar.last - days.back();
  facts.longest_pause = longest_pause(profile.governed_days);
  if (profile.reported_pass > 0) facts.has_successor = has_successor(source);
  facts.occasions = burst_starts(profile.heavy_days, thresholds::occasion_gap).size();
  facts.occasions_span = profile.heavy_days.span();
  facts.is_new = are_new(profile.governed_days, m_calendar);
  facts.filling = filling_of(profile, m_calendar);
  if (facts.occasions > 1 || facts.is_new) {
    facts.spread.expected = m_breadth.expected_reporters(profile.governed);
  }
  if (profile.governed_signed == 0) facts.rhythm = m_unsigned.rhythm_of(profile);
}

PoolFacts Observed::pool_facts(const UnsignedPool& pool, const DomainName& of) const {
  return {
      .of = &of,
      .addresses = pool.pool.addresses(),
      .days = pool.pool.days().size(),
      .address_days = pool.address_days,
      .covered = {pool.covered.size(), pool.covered_address_days},
      .stays = {pool.stays.size(), pool.stay_address_days},
      .calendar = {pool.calendar_days.size(), pool.calendar_address_days},
      .span = pool.pool.days().span(),
      .age = age_of(pool.pool.days(), m_calendar),
      .spread = pool.pool.spread(m_breadth),
      .returning = pool.returning.addresses(),
      .returning_days = pool.returning.days().size(),
      .returning_address_days = pool.returning_address_days,
      .returning_occasions = burst_starts(pool.returning.days(), thresholds::occasion_gap).size(),
      .wide_addresses = pool.wide.addresses(),
      .wide_messages = pool.wide.messages(),
      .wide_days = pool.wide.days().size(),
      .busy_weeks = pool.busy_weeks(),
      .occasions = burst_starts(pool.pool.days(), thresholds::occasion_gap).size(),
      .allocations = pool.wide_allocations.size(),
      .keeps_working_days = pool.keeps_working_days};
}

void Observed::add_pools(std::size_t source, Facts& facts) const {
  const Profile& profile = m_profiles.sources[source];
  const bool is_unsigned =
      m_listings[source] == Listing::none && profile.governed > 0 && profile.governed_signed == 0;
  if (!is_unsigned) return;
  const Neighbours& neighbours = m_unsigned.beside(source, profile.address);
  facts.network_addresses = neighbours.addresses;
  facts.network_returning = neighbours.returning;
  if (facts.network_addresses >= thresholds::pool_addresses) {
    facts.network_rhythm = m_unsigned.rhythm_of(neighbours);
  }
  if (const auto owner = m_operators.network_owner(source)) {
    if (const auto* pool = m_unsigned.of_owner(*owner)) {
      facts.owner_pool = pool_facts(*pool, m_operators.domain(*owner));
      facts.owner_pool->most_wide_beside = m_unsigned.most_wide_beside(*owner);
    }
  }
  if (const auto signer = main_signer(profile)) {
    if (const auto* pool = m_unsigned.signed_by(*signer)) {
      facts.signer_pool = pool_facts(*pool, m_profiles.signers[*signer]);
    }
  }
}

}  // namespace hardfail::analysis
