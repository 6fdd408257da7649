#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "hardfail/net/ip_address.hpp"

namespace hardfail {

/// An address range in CIDR form. The host bits are always zero.
class IpNetwork {
 public:
  /// The network of `bits` bits that holds `address`; host bits are cleared.
  /// nullopt if bits > address.width().
  [[nodiscard]] static std::optional<IpNetwork> of(const IpAddress& address, unsigned bits);

  /// Parses `192.0.2.0/24` or `2001:db8::/32`; an address alone is a network of one.
  /// nullopt for anything else; a network with host bits set is taken as the one that holds it.
  [[nodiscard]] static std::optional<IpNetwork> parse(std::string_view text);

  /// The network around `address` that neighbouring machines of one operator commonly share: a /24
  /// of IPv4, the longest prefix that is routed by itself; a /64 of IPv6, one link (RFC 7421).
  [[nodiscard]] static IpNetwork around(const IpAddress& address);

  [[nodiscard]] const IpAddress& address() const noexcept { return m_address; }
  [[nodiscard]] unsigned bits() const noexcept { return m_bits; }

  [[nodiscard]] bool contains(const IpAddress& address) const noexcept;

  /// True if every address of `other` is in this network.
  [[nodiscard]] bool contains(const IpNetwork& other) const noexcept;

  /// The first address above the network that a client can have: the IPv4-mapped ones among the
  /// IPv6 addresses are left out. nullopt at the end of the family.
  [[nodiscard]] std::optional<IpAddress> next_address() const;

  /// `192.0.2.0/24`; a network of one address without its length.
  [[nodiscard]] std::string to_string() const;

  friend auto operator<=>(const IpNetwork&, const IpNetwork&) = default;

 private:
  IpNetwork(const IpAddress& address, unsigned bits) : m_address(address), m_bits(bits) {}
  IpAddress m_address;
  unsigned m_bits;
};

}  // namespace hardfail

template <>
struct std::hash<hardfail::IpNetwork> {
  std::size_t operator()(const hardfail::IpNetwork& network) const noexcept {
    return std::hash<hardfail::IpAddress>{}(network.address()) + network.bits();
  }
};
