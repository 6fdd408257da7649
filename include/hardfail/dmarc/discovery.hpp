#pragma once  // SPDX-License-Identifier: Apache-2.0

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

/// Which organization a name belongs to.
struct Organization {
  /// Its organizational domain; nullopt where no record on the way tells, or the DNS failed.
  std::optional<DomainName> domain;
  bool dns_failed = false;
};

/// The organization of each name (RFC 9989, section 4.10.2), all walks asked for at once.
/// Identifiers are aligned in relaxed mode where their organizational domains are equal (section
/// 4.4): not across a name with psd=n, and not with a public suffix above.
[[nodiscard]] std::vector<Organization> organizations_of(std::span<const DomainName> names,
                                                         dns::Resolver& resolver);

}  // namespace hardfail::dmarc
