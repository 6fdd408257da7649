#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <span>
#include <vector>

#include "hardfail/dns/resolver.hpp"
#include "hardfail/net/domain_name.hpp"

namespace hardfail::spf {

/// Of `candidates`, those whose mail is judged by the record of `domain`: the domain itself, names
/// whose TXT answer is that record by CNAME or DNAME, and names whose own record reaches either by
/// redirect= (RFC 7208, section 6.1; a redirect beside `all` does not count).
[[nodiscard]] std::vector<DomainName> governed_by(const DomainName& domain,
                                                  std::span<const DomainName> candidates,
                                                  dns::Resolver& resolver);

}  // namespace hardfail::spf
