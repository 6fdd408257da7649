#pragma once

#include <span>
#include <unordered_map>

#include "hardfail/dns/resolver.hpp"

namespace hardfail::dns {

/// The name an address has in the DNS.
struct HostName {
  DomainName name;         ///< what its PTR record says
  bool confirmed = false;  ///< the name resolves back to the address
};

/// Looks up the host names of many addresses at once and confirms each by its A or AAAA records. Of
/// several names the first that is confirmed is taken, of at most ten. Addresses without a name are
/// absent.
[[nodiscard]] std::unordered_map<IpAddress, HostName> look_up_hosts(
    std::span<const IpAddress> addresses, Resolver& resolver, Deadline deadline = Deadline::max());

}  // namespace hardfail::dns
