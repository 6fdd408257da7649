#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <optional>

#include "hardfail/net/domain_name.hpp"
#include "hardfail/net/ip_address.hpp"

namespace hardfail::analysis {

/// The domain under which a host's owner registered: one label below the public suffix
/// (publicsuffix.org, the list that libpsl ships). nullopt for a public suffix itself.
[[nodiscard]] std::optional<DomainName> registrable_domain(const DomainName& name);

/// The domain of whoever runs the network that gives its machines such names: as above, but names
/// that a provider keeps for its customers, such as those of a cloud's machines, count as the
/// provider's. nullopt for the suffix of a registry.
[[nodiscard]] std::optional<DomainName> network_domain(const DomainName& name);

/// True for a name as a network gives it to any of its customers' lines: it contains dynamic, pool,
/// dsl, dhcp or the like, or spells out the address without a word for mail. Such a name says
/// nothing about who sends.
[[nodiscard]] bool is_generic_host(const DomainName& name, const IpAddress& address);

}  // namespace hardfail::analysis
