#include "profile.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <span>

#include "hardfail/util/text.hpp"

namespace hardfail::analysis {
namespace {

using report::Authentication;
using report::DkimResult;
using report::SpfResult;
using report::Verdict;

/// Whether the domain's record is the one that SPF asked for a message.
enum class Governance : std::uint8_t {
  foreign,
  governed,
  unsaid,  ///< the row names no SPF domain (RFC 9990 allows that); the author is the domain
};

/// What an authentication means for the domain, worked out once and used for every row that carries
/// it.
struct Reading {
  Governance governance = Governance::foreign;
  std::optional<SpfResult> spf;
  bool dkim_aligned = false;
  bool spf_aligned = false;
  bool dmarc_passed = false;
  bool forwarding_reason = false;
  bool key_named = false;           ///< some passing aligned signature names its selector
  std::map<SigningKey, bool> keys;  ///< aligned signatures: did it pass
  std::vector<DomainName> foreign_signers;
};

/// Relaxed alignment with the mail's author, without asking the DNS for every author domain: names
/// in line with each other, or both within the organization under review.
bool is_aligned(const DomainName& signer, const DomainName& author,
                const DomainName& organization) {
  return signer.is_at_or_below(author) || author.is_at_or_below(signer) ||
         (signer.is_at_or_below(organization) && author.is_at_or_below(organization));
}

bool says_forwarded(const report::OverrideReason& reason) {
  switch (reason.type) {
    case report::OverrideType::forwarded:
    case report::OverrideType::trusted_forwarder:
    case report::OverrideType::mailing_list:
      return true;
    case report::OverrideType::local_policy:
      return to_lower(reason.comment).find("arc=pass") != std::string::npos;
    case report::OverrideType::unknown:
    case report::OverrideType::sampled_out:
    case report::OverrideType::policy_test_mode:
    case report::OverrideType::other:
      return false;
  }
  return false;
}

void read_signatures(const Authentication& authentication, const Surroundings& surroundings,
                     Reading& reading) {
  const DomainName& author =
      authentication.header_from ? *authentication.header_from : surroundings.domain;
  for (const auto& signature : authentication.dkim) {
    if (!signature.domain) continue;
    const bool passed = signature.result == DkimResult::pass;
    if (!is_aligned(*signature.domain, author, surroundings.organizational_domain)) {
      if (passed) reading.foreign_signers.push_back(*signature.domain);
      continue;
    }
    reading.dkim_aligned = reading.dkim_aligned || passed;
    if (signature.selector.empty()) continue;
    reading.key_named = reading.key_named || passed;
    bool& any_passed = reading.keys[{*signature.domain, to_lower(signature.selector)}];
    any_passed = any_passed || passed;
  }
}

Reading read(const Authentication& authentication, const Surroundings& surroundings) {
  Reading reading;
  const auto is_governed = [&](const DomainName& name) {
    return surroundings.governed.contains(name);
  };
  const auto identity = report::spf_identity(authentication);
  const auto& envelope = authentication.envelope_from;
  if (identity && identity->scope == report::SpfScope::helo && envelope && is_governed(*envelope)) {
    // Only the check of the HELO name is told; the one of the envelope was made, or would be.
    reading.governance = Governance::governed;
  } else if (identity) {
    reading.governance = is_governed(identity->domain) ? Governance::governed : Governance::foreign;
    reading.spf = identity->result;
  } else {
    const bool of_domain = authentication.header_from && is_governed(*authentication.header_from);
    reading.governance = of_domain ? Governance::unsaid : Governance::foreign;
  }
  read_signatures(authentication, surroundings, reading);
  if (authentication.dkim_aligned != Verdict::unknown) {
    reading.dkim_aligned = authentication.dkim_aligned == Verdict::pass;
  }
  reading.spf_aligned = authentication.spf_aligned == Verdict::pass;
  reading.dmarc_passed = reading.dkim_aligned || reading.spf_aligned;
  reading.forwarding_reason = std::ranges::any_of(authentication.reasons, says_forwarded);
  return reading;
}

void add_governed(const report::Observation& row, const Reading& reading, const Period& period,
                  Profile& profile) {
  profile.governed += row.messages;
  profile.governed_days.add(day_of(period));
  if (is_single_day(period)) profile.exact_days.add(day_of(period));
  profile.governed_by_reporter[row.reporter] += row.messages;
  if (reading.dkim_aligned) {
    profile.governed_signed += row.messages;
    if (!reading.key_named) profile.unnamed_signed += row.messages;
  }
  if (reading.forwarding_reason) profile.forwarding_reason += row.messages;
  if (reading.spf == SpfResult::pass) {
    profile.reported_pass += row.messages;
    profile.pass_reporters.insert(row.reporter);
    profile.last_pass = std::max(profile.last_pass, period.end);
  }
  for (const auto& [key, passed] : reading.keys) {
    auto& count = profile.keys[key];
    (passed ? count.passed : count.failed) += row.messages;
  }
  for (const auto& signer : reading.foreign_signers)
    profile.foreign_signers[signer] += row.messages;
}

void add(const report::Observation& row, const Reading& reading, const Period& period,
         Profile& profile) {
  profile.messages += row.messages;
  if (reading.dkim_aligned) profile.dkim_aligned += row.messages;
  if (reading.dmarc_passed) profile.dmarc_passed += row.messages;
  if (reading.spf) profile.spf_reported[*reading.spf] += row.messages;
  profile.days.add(day_of(period));
  profile.reporters.insert(row.reporter);
  profile.first_seen = std::min(profile.first_seen, period.begin);
  profile.last_seen = std::max(profile.last_seen, period.end);
}

/// Under which SPF identities the mail signed with each key goes, where reports say so.
class KeyUse {
 public:
  void add(const Reading& reading, std::uint64_t messages) {
    if (reading.governance == Governance::unsaid) return;
    for (const auto& [key, passed] : reading.keys) {
      if (!passed) continue;
      auto& use = m_uses[key];
      (reading.governance == Governance::governed ? use.governed : use.foreign) += messages;
    }
  }

  /// True where a message was signed by a service that bounces to a domain of its own.
  [[nodiscard]] bool is_foreign(const Reading& reading) const {
    return std::ranges::any_of(reading.keys, [&](const auto& entry) {
      const auto use = m_uses.find(entry.first);
      return entry.second && use != m_uses.end() && use->second.foreign > use->second.governed;
    });
  }

 private:
  struct Use {
    std::uint64_t governed = 0;
    std::uint64_t foreign = 0;
  };
  std::map<SigningKey, Use> m_uses;
};

/// Rows of one address that name no SPF domain fared as its other rows did: services that bounce to
/// a domain of their own do so with every message. With no other row the other mail of the signing
/// key tells, then the author's domain is all there is to go by; where SPF aligned, that may as
/// well have been a subdomain, unless +all lets everything pass.
class UnsaidRows {
 public:
  explicit UnsaidRows(const report::Observations& observations) : m_observations(observations) {}

  void add(const report::Observation& row) { m_rows.push_back(&row); }

  void settle(const std::vector<Reading>& readings, const KeyUse& key_use,
              const Surroundings& surroundings, std::vector<Profile>& profiles) {
    const auto source_of = [](const report::Observation* row) { return row->source; };
    std::ranges::stable_sort(m_rows, {}, source_of);
    for (auto first = m_rows.begin(); first != m_rows.end();) {
      const auto last =
          std::ranges::upper_bound(first, m_rows.end(), (*first)->source, {}, source_of);
      settle({first, last}, readings, key_use, surroundings, profiles[(*first)->source]);
      first = last;
    }
  }

 private:
  using Rows = std::span<const report::Observation* const>;

  /// Pre: the rows are all of one source.
  void settle(Rows rows, const std::vector<Reading>& readings, const KeyUse& key_use,
              const Surroundings& surroundings, Profile& profile) const {
    std::uint64_t unsaid = 0;
    for (const auto* row : rows) unsaid += row->messages;
    const std::uint64_t said = profile.messages - unsaid;
    if (profile.governed * 2 < said) return;
    const bool alone = said == 0;
    const auto live = surroundings.live.find(profile.address);
    const bool all_pass = live != surroundings.live.end() && live->second->by_plus_all;
    for (const auto* row : rows) {
      const Reading& reading = readings[row->authentication];
      if (alone && reading.spf_aligned && !all_pass) continue;
      if (key_use.is_foreign(reading)) continue;
      add_governed(*row, reading, m_observations.periods[row->period], profile);
    }
  }

  const report::Observations& m_observations;
  std::vector<const report::Observation*> m_rows;
};

}  // namespace

std::vector<Profile> profile_sources(const report::Observations& observations,
                                     const Surroundings& surroundings) {
  std::vector<Reading> readings;
  readings.reserve(observations.authentications.size());
  for (const auto& authentication : observations.authentications) {
    readings.push_back(read(authentication, surroundings));
  }

  std::vector<Profile> profiles(observations.sources.begin(), observations.sources.end());
  UnsaidRows unsaid(observations);
  std::vector<std::uint64_t> messages(readings.size());
  for (const auto& row : observations.rows) {
    Profile& profile = profiles[row.source];
    const Reading& reading = readings[row.authentication];
    const Period& period = observations.periods[row.period];
    add(row, reading, period, profile);
    messages[row.authentication] += row.messages;
    switch (reading.governance) {
      case Governance::foreign:
        break;
      case Governance::governed:
        add_governed(row, reading, period, profile);
        break;
      case Governance::unsaid:
        unsaid.add(row);
        break;
    }
  }
  KeyUse key_use;
  for (std::size_t i = 0; i < readings.size(); ++i) key_use.add(readings[i], messages[i]);
  unsaid.settle(readings, key_use, surroundings, profiles);
  return profiles;
}

}  // namespace hardfail::analysis
