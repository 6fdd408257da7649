#include "reading.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "hardfail/analysis/alignment.hpp"
#include "hardfail/util/text.hpp"
#include "selector.hpp"

namespace hardfail::analysis {
namespace {

using report::Authentication;
using report::DkimResult;
using report::Verdict;

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

/// True where a report tells only of the HELO name of a message whose envelope is governed: the
/// check of the envelope was made too, or would be.
bool tells_of_helo_alone(const Authentication& authentication,
                         const std::optional<report::SpfIdentity>& identity,
                         const std::set<DomainName>& governed) {
  const auto& envelope = authentication.envelope_from;
  return identity && identity->scope == report::SpfScope::helo && envelope &&
         governed.contains(*envelope);
}

}  // namespace

Governance governance_of(const Authentication& authentication,
                         const std::set<DomainName>& governed) {
  const auto identity = report::spf_identity(authentication);
  if (!identity) {
    const auto& author = authentication.header_from;
    return author && governed.contains(*author) ? Governance::unspecified : Governance::foreign;
  }
  return governed.contains(identity->domain) ||
                 tells_of_helo_alone(authentication, identity, governed)
             ? Governance::governed
             : Governance::foreign;
}

void RowReader::number() {
  std::uint32_t next = 0;
  for (auto& [key, number] : m_keys) number = next++;
  next = 0;
  for (auto& [signer, number] : m_signers) number = next++;
}

void RowReader::add_key(SigningKey key, bool passed, Reading& reading) {
  const auto* entry = &*m_keys.try_emplace(std::move(key)).first;
  const auto known = std::ranges::find(reading.keys, entry, &AlignedSignature::key);
  if (known == reading.keys.end()) {
    reading.keys.push_back({entry, passed});
  } else {
    known->passed = known->passed || passed;
  }
}

void RowReader::read_signatures(const Authentication& authentication, Reading& reading) {
  const DomainName& author =
      authentication.header_from ? *authentication.header_from : m_surroundings.domain;
  bool seems_aligned = false;  // to a receiver that goes by the public suffix list
  for (const auto& signature : authentication.dkim) {
    if (!signature.domain) continue;
    const bool passed = signature.result == DkimResult::pass;
    const auto alignment = alignment_of(*signature.domain, author, m_surroundings);
    if (alignment != Alignment::aligned) {
      if (!passed) continue;
      reading.foreign_signers.push_back(&*m_signers.try_emplace(*signature.domain).first);
      seems_aligned = seems_aligned || alignment == Alignment::foreign_by_dns;
      continue;
    }
    reading.dkim_aligned = reading.dkim_aligned || passed;
    if (signature.selector.empty()) continue;
    reading.key_named = reading.key_named || passed;
    add_key({*signature.domain, plain_selector(signature.selector)}, passed, reading);
  }
  const bool is_misled = seems_aligned && !reading.dkim_aligned;
  if (authentication.dkim_aligned != Verdict::unknown && !is_misled) {
    reading.dkim_aligned = authentication.dkim_aligned == Verdict::pass;
  }
}

Reading RowReader::read(const Authentication& authentication) {
  Reading reading;
  reading.governance = governance_of(authentication, m_surroundings.governed);
  const auto identity = report::spf_identity(authentication);
  if (identity && !tells_of_helo_alone(authentication, identity, m_surroundings.governed)) {
    reading.spf = identity->result;
  }
  read_signatures(authentication, reading);
  reading.spf_aligned = authentication.spf_aligned == Verdict::pass;
  reading.dmarc_passed = reading.dkim_aligned || reading.spf_aligned;
  reading.forwarding_reason = std::ranges::any_of(authentication.reasons, says_forwarded);
  return reading;
}

}  // namespace hardfail::analysis
