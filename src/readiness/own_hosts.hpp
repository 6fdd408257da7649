#pragma once

#include <vector>

#include "hardfail/dns/resolver.hpp"
#include "hardfail/net/ip_network.hpp"
#include "hardfail/spf/survey.hpp"

namespace hardfail::readiness {

/// The networks that ip4 and ip6 terms of the domain's own record authorise, whether or not
/// receivers get as far as these terms.
[[nodiscard]] std::vector<IpNetwork> own_terms(const spf::Survey& survey);

/// The addresses of the domain itself, and of its mail exchangers as far as they are hosts of its
/// organization: others' serve many domains.
[[nodiscard]] std::vector<IpAddress> own_hosts(const DomainName& domain,
                                               const DomainName& organization,
                                               dns::Resolver& resolver);

}  // namespace hardfail::readiness
