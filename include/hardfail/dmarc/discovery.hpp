#pragma once

#include <optional>
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
  Action action = Action::none;        ///< the one that applies: p, sp or np, after t=y
  DomainName organizational_domain;
  bool dns_failed = false;          ///< some query of the walk met a DNS error
  std::vector<DomainName> queries;  ///< the names asked, in order
  /// Records on the way that do not apply, and why; records that could not be read. One sentence
  /// each.
  std::vector<std::string> problems;
};

/// Discovers policy and organizational domain by the DNS tree walk (RFC 9989, section 4.10).
[[nodiscard]] Policy discover(const DomainName& author, dns::Resolver& resolver);

}  // namespace hardfail::dmarc
