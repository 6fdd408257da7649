#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "hardfail/dmarc/policy.hpp"
#include "hardfail/dns/resolver.hpp"
#include "hardfail/net/domain_name.hpp"

namespace hardfail::dmarc {

/// The policy that applies to mail from a domain, and where it was found.
struct Policy {
  std::optional<Record> record;        ///< nullopt: no DMARC policy applies
  std::optional<DomainName> found_at;  ///< the policy domain, without `_dmarc`
  Action action = Action::none;        ///< that applies: p, sp or np, after t=y
  DomainName organizational_domain;
  bool dns_failed = false;          ///< some query of the walk met a DNS error
  std::vector<DomainName> queries;  ///< the names asked, in order
  /// Records on the way that do not apply, and why; what could not be read. A sentence each.
  std::vector<std::string> problems;
};

/// Discovers policy and organizational domain by the DNS tree walk (RFC 9989, section 4.10).
[[nodiscard]] Policy discover(const DomainName& author, dns::Resolver& resolver);

/// The organizational domain of each name (RFC 9989, section 4.10.2), all walks asked for at once.
/// Identifiers are aligned in relaxed mode where theirs are equal (section 4.4): not across a name
/// with psd=n, and not with a public suffix above. nullopt where a DNS error leaves it open.
[[nodiscard]] std::vector<std::optional<DomainName>> organizational_domains(
    std::span<const DomainName> names, dns::Resolver& resolver);

}  // namespace hardfail::dmarc
