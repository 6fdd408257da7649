#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <chrono>
#include <optional>
#include <span>
#include <vector>

#include "hardfail/dns/resolver.hpp"
#include "hardfail/net/host_name.hpp"

namespace hardfail::dns {

/// What the DNS says about the name of an address.
struct HostLookup {
  std::optional<HostName> host;  ///< nullopt where it has none
  /// How long that holds, by the answers it rests on; nullopt where a DNS error left it open.
  std::optional<std::chrono::seconds> ttl;
};

/// Looks up the host names of many addresses at once and confirms each by its A or AAAA records. Of
/// several names, of which at most ten are looked at, the first confirmed one is taken. One result
/// for each address, in their order.
[[nodiscard]] std::vector<HostLookup> look_up_hosts(std::span<const IpAddress> addresses,
                                                    Resolver& resolver,
                                                    Deadline deadline = Deadline::max());

}  // namespace hardfail::dns
