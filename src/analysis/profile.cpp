#include "profile.hpp"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "hardfail/util/text.hpp"

namespace hardfail::analysis {
namespace {

using report::Authentication;
using report::DkimResult;
using report::SpfResult;
using report::Verdict;

/// What an authentication means for the domain, worked out once and used for every row that carries
/// it.
struct Reading {
  bool governed = false;
  std::optional<SpfResult> spf;
  bool dkim_aligned = false;
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
  const auto identity = report::spf_identity(authentication);
  if (identity) {
    reading.governed = surroundings.governed.contains(identity->domain);
    reading.spf = identity->result;
  } else {
    // A row may name no SPF domain (RFC 9990). An aligned pass is then the domain's affair no
    // longer; anything else may have been sent under the author's own domain.
    reading.governed = authentication.spf_aligned != Verdict::pass && authentication.header_from &&
                       surroundings.governed.contains(*authentication.header_from);
  }
  read_signatures(authentication, surroundings, reading);
  if (authentication.dkim_aligned != Verdict::unknown) {
    reading.dkim_aligned = authentication.dkim_aligned == Verdict::pass;
  }
  reading.dmarc_passed = reading.dkim_aligned || authentication.spf_aligned == Verdict::pass;
  reading.forwarding_reason = std::ranges::any_of(authentication.reasons, says_forwarded);
  return reading;
}

void add_governed(const report::Observation& row, const Reading& reading, const Period& period,
                  Profile& profile) {
  profile.governed += row.messages;
  profile.governed_days.add(day_of(period));
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
  if (reading.governed) add_governed(row, reading, period, profile);
}

}  // namespace

std::vector<Profile> profile_sources(const report::Observations& observations,
                                     const Surroundings& surroundings) {
  std::vector<Reading> readings;
  readings.reserve(observations.authentications.size());
  for (const auto& authentication : observations.authentications) {
    readings.push_back(read(authentication, surroundings));
  }

  std::vector<Profile> profiles;
  std::unordered_map<IpAddress, std::size_t> index;
  for (const auto& row : observations.rows) {
    const auto [at, is_new] = index.try_emplace(row.source, profiles.size());
    if (is_new) profiles.emplace_back(row.source);
    add(row, readings[row.authentication], observations.periods[row.period], profiles[at->second]);
  }
  return profiles;
}

}  // namespace hardfail::analysis
