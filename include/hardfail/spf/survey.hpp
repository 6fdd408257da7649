#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "hardfail/dns/resolver.hpp"
#include "hardfail/net/domain_name.hpp"
#include "hardfail/spf/finding.hpp"
#include "hardfail/spf/published.hpp"

namespace hardfail::spf {

/// A term of the include tree that queries the DNS.
struct TreeTerm {
  unsigned depth = 0;         ///< 0 for the terms of the domain's own record
  DomainName domain;          ///< whose record it is in
  std::string term;           ///< as written
  unsigned lookups = 0;       ///< of it and of all below it
  unsigned void_lookups = 0;  ///< of it and of all below it, for clients of the worse-off family
  std::string leads_to;       ///< "4 networks, -all", "2 addresses", "no SPF record", ...
};

/// One look at a record and everything it refers to: what a readiness report says about it.
struct Survey {
  Published own;
  /// `ok` only where check_host() can come to an end for every address: a permerror or temperror
  /// anywhere that evaluation can reach counts.
  RecordStatus status = RecordStatus::none;
  std::optional<Qualifier>
      all;            ///< of the effective `all`: the domain's own, or its redirect target's
  DomainName all_at;  ///< whose record that is
  std::vector<DomainName> redirects;  ///< the chain of redirect= targets that apply, in order
  unsigned lookups = 0;               ///< in the worst case: no mechanism matches
  unsigned void_lookups = 0;          ///< in the worst case
  std::vector<Finding> findings;
  std::vector<TreeTerm> terms;  ///< in the order of evaluation, each followed by those below it
  /// The SPF record, or records, at the domain and at every name its record leads to, as published;
  /// an empty text where there is none. Names that the DNS gave no answer for are absent.
  std::map<DomainName, std::string> records;
};

/// Surveys the record of `domain`. Each level of the include tree is asked for at once.
[[nodiscard]] Survey survey(const DomainName& domain, dns::Resolver& resolver);

}  // namespace hardfail::spf
