#pragma once

#include <span>
#include <vector>

#include "hardfail/analysis/dns_facts.hpp"
#include "hardfail/dns/resolver.hpp"
#include "hardfail/net/ip_network.hpp"
#include "hardfail/spf/survey.hpp"

namespace hardfail::readiness {

/// The networks that ip4 and ip6 terms of the domain's own record authorise, whether or not
/// receivers get as far as these terms; except for those that nearly everybody passes.
[[nodiscard]] std::vector<IpNetwork> own_terms(const spf::Survey& survey,
                                               std::span<const spf::TermPath> open_passes);

/// The addresses of the domain itself, and of its mail exchangers as far as they are hosts of its
/// organization: those of others serve many domains.
[[nodiscard]] std::vector<IpAddress> own_hosts(const DomainName& domain,
                                               const DomainName& organization,
                                               dns::Resolver& resolver);

/// The addresses of its mail exchangers, whoever runs them.
[[nodiscard]] std::vector<IpAddress> mail_hosts(const DomainName& domain, dns::Resolver& resolver);

/// Whether anybody receives mail for the domain, by its MX record.
[[nodiscard]] analysis::DnsFacts::MailExchanger mail_exchanger(const DomainName& domain,
                                                               dns::Resolver& resolver);

}  // namespace hardfail::readiness
