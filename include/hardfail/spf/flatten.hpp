#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <string>
#include <vector>

#include "hardfail/dns/resolver.hpp"
#include "hardfail/net/domain_name.hpp"
#include "hardfail/util/error.hpp"
#include "hardfail/util/expected.hpp"

namespace hardfail::spf {

/// A TXT record to publish.
struct FlatRecord {
  DomainName name;
  std::string text;
};

/// A record tree written out as networks.
struct Flattened {
  DomainName domain;
  std::vector<FlatRecord> records;  ///< that of the domain, then _spf1.DOMAIN, _spf2.DOMAIN, ...
  unsigned lookups_before = 0;      ///< in the worst case
  unsigned lookups = 0;             ///< of the flattened record, in the worst case
  std::vector<std::string> kept;    ///< terms as written, because they depend on the message
  std::vector<std::string> lost;    ///< what the flattened record does not do, a sentence each
};

/// Writes the record of `domain` with everything it refers to resolved: check_host() gives every
/// client the same result from it as from the original, as the DNS is today. The limits on look-ups
/// are not applied to the original. What is too long for an answer of 512 octets (RFC 7208,
/// section 3.4) is split over names below the domain. The problem says why a record cannot be
/// flattened: an evaluation of it can end in an error.
[[nodiscard]] Expected<Flattened, Problem> flatten(const DomainName& domain,
                                                   dns::Resolver& resolver);

}  // namespace hardfail::spf
