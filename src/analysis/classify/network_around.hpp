#pragma once

#include "hardfail/net/ip_network.hpp"

namespace hardfail::analysis {

/// The network of 256 addresses (IPv4) or the /64 (IPv6) that an address is in: what one operator
/// is usually given at the least.
[[nodiscard]] inline IpNetwork network_around(const IpAddress& address) {
  return *IpNetwork::of(address, address.family() == IpAddress::Family::v4 ? 24 : 64);
}

}  // namespace hardfail::analysis
