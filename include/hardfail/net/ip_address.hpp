#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <array>
#include <bit>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace hardfail {

class DomainName;

/// An IPv4 or IPv6 address, in network byte order.
///
/// IPv4-mapped text ("::ffff:192.0.2.1") parses as IPv4, because SPF matches such clients against
/// ip4 mechanisms and A records (RFC 7208, section 5). Ordered IPv4 first, then by value.
class IpAddress {
 public:
  enum class Family : std::uint8_t { v4, v6 };

  /// Parses presentation form; nullopt for anything inet_pton(3) refuses.
  [[nodiscard]] static std::optional<IpAddress> parse(std::string_view text);

  /// From 4 or 16 octets, as A and AAAA records hold them; a mapped address becomes IPv4.
  /// nullopt for any other length.
  [[nodiscard]] static std::optional<IpAddress> from_octets(std::span<const std::uint8_t> octets);

  [[nodiscard]] Family family() const noexcept { return m_family; }

  /// Bits in an address of this family: 32 or 128.
  [[nodiscard]] unsigned width() const noexcept { return m_family == Family::v4 ? 32 : 128; }

  /// The 4 or 16 octets.
  [[nodiscard]] std::span<const std::uint8_t> octets() const noexcept {
    return std::span(m_octets).first(width() / 8);
  }

  /// True if the first `bits` bits equal those of `network`; false across families.
  /// Pre: bits <= width().
  [[nodiscard]] bool in_prefix(const IpAddress& network, unsigned bits) const noexcept;

  /// The address with all but its first `bits` bits cleared. Pre: bits <= width().
  [[nodiscard]] IpAddress masked(unsigned bits) const noexcept;

  /// Presentation form; IPv6 as RFC 5952 wants it.
  [[nodiscard]] std::string to_string() const;

  /// The name its PTR records are found at: `1.2.0.192.in-addr.arpa`, or nibbles under ip6.arpa.
  [[nodiscard]] DomainName reverse_name() const;

  friend bool operator==(const IpAddress& a, const IpAddress& b) noexcept {
    return a.m_family == b.m_family && a.half(0) == b.half(0) && a.half(1) == b.half(1);
  }
  friend std::strong_ordering operator<=>(const IpAddress& a, const IpAddress& b) noexcept {
    if (a.m_family != b.m_family) return a.m_family <=> b.m_family;
    const auto upper = a.half(0) <=> b.half(0);
    return upper != 0 ? upper : a.half(1) <=> b.half(1);
  }

 private:
  friend struct std::hash<IpAddress>;

  IpAddress() = default;

  /// The first or the last eight octets as one number.
  [[nodiscard]] std::uint64_t half(std::size_t which) const noexcept {
    std::uint64_t number = 0;
    std::memcpy(&number, m_octets.data() + 8 * which, sizeof number);
    if constexpr (std::endian::native == std::endian::little) number = __builtin_bswap64(number);
    return number;
  }

  Family m_family = Family::v4;
  std::array<std::uint8_t, 16> m_octets{};  // IPv4 uses the first four.
};

}  // namespace hardfail

template <>
struct std::hash<hardfail::IpAddress> {
  std::size_t operator()(const hardfail::IpAddress& address) const noexcept {
    // Addresses of one network differ in a few bits at the end: the products carry them upwards,
    // the shift back to where a table looks.
    constexpr std::uint64_t odd = 0x9e3779b97f4a7c15;
    const std::uint64_t mixed = ((address.half(0) * odd) ^ address.half(1)) * odd;
    return mixed ^ (mixed >> 32U);
  }
};
