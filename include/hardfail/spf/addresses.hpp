#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <string>
#include <vector>

#include "hardfail/dns/resolver.hpp"
#include "hardfail/net/domain_name.hpp"
#include "hardfail/net/ip_network.hpp"
#include "hardfail/spf/outcome.hpp"

namespace hardfail::spf {

/// A network whose every address the record passes.
struct AuthorisedNetwork {
  IpNetwork network;
  std::vector<TermPath> paths;  ///< of all terms that a part of it comes from
};

/// The addresses that check_host() passes.
struct Addresses {
  DomainName domain;
  std::vector<AuthorisedNetwork> networks;  ///< disjoint, as few as can be, IPv4 first, in order
  std::uint64_t v4_count = 0;               ///< IPv4 addresses in them
  double v6_count = 0;                      ///< IPv6 addresses in them: up to 2^128
  /// Terms that depend on the client or the message (ptr, macros); their addresses cannot be
  /// listed.
  std::vector<TermPath> not_enumerated;
  /// Why there is no list, or why addresses that are not in it get an error.
  std::vector<std::string> problems;
};

/// Lists the addresses that the record of `domain` authorises. It holds exactly the
/// addresses that check_host() passes by other terms than those of `not_enumerated`; where one of
/// those has another qualifier than `+` it may take addresses away.
[[nodiscard]] Addresses authorised_addresses(const DomainName& domain, dns::Resolver& resolver);

}  // namespace hardfail::spf
