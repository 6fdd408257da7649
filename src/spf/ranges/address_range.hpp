#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <vector>

#include "hardfail/net/ip_network.hpp"

namespace hardfail::spf {

/// Addresses of one family from `first` to `last`, both included. They are octets, the four of IPv4
/// foremost, because a range may end among the IPv4-mapped addresses, which IpAddress reads as
/// IPv4.
struct AddressRange {
  using Octets = std::array<std::uint8_t, 16>;
  IpAddress::Family family = IpAddress::Family::v4;
  Octets first{};
  Octets last{};
  friend auto operator<=>(const AddressRange&, const AddressRange&) = default;
};

/// The addresses of a network.
[[nodiscard]] AddressRange range_of(const IpNetwork& network);

/// The addresses from `first` up to the last of its family.
[[nodiscard]] AddressRange range_from(const IpAddress& first);

/// The addresses from `first` to the one below `end`. Pre: `first` is below `end`, and of its
/// family.
[[nodiscard]] AddressRange range_up_to(const IpAddress& first, const IpAddress& end);

/// How many addresses there are in `range`, as exact as a double can be.
[[nodiscard]] double size_of(const AddressRange& range);

/// The fewest networks that hold the addresses of `range` and no other, in order; without the
/// IPv4-mapped ones, which no IPv6 client has (RFC 7208, section 5).
[[nodiscard]] std::vector<IpNetwork> networks_of(const AddressRange& range);

/// Ranges with those that overlap or adjoin made one, in order.
[[nodiscard]] std::vector<AddressRange> merged(std::vector<AddressRange> ranges);

}  // namespace hardfail::spf
