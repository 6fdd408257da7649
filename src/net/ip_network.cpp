#include "hardfail/net/ip_network.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "hardfail/util/text.hpp"

namespace hardfail {

std::optional<IpNetwork> IpNetwork::of(const IpAddress& address, unsigned bits) {
  if (bits > address.width()) return std::nullopt;
  return IpNetwork(address.masked(bits), bits);
}

std::optional<IpNetwork> IpNetwork::parse(std::string_view text) {
  const auto slash = text.find('/');
  const auto address = IpAddress::parse(text.substr(0, slash));
  if (!address) return std::nullopt;
  if (slash == std::string_view::npos) return of(*address, address->width());
  const auto bits = parse_unsigned(text.substr(slash + 1));
  if (!bits || *bits > 128) return std::nullopt;
  return of(*address, static_cast<unsigned>(*bits));
}

IpNetwork IpNetwork::around(const IpAddress& address) {
  return *of(address, address.family() == IpAddress::Family::v4 ? 24 : 64);
}

bool IpNetwork::contains(const IpAddress& address) const noexcept {
  return address.in_prefix(m_address, m_bits);
}

bool IpNetwork::contains(const IpNetwork& other) const noexcept {
  return other.m_bits >= m_bits && contains(other.m_address);
}

std::optional<IpAddress> IpNetwork::next_address() const {
  std::array<std::uint8_t, 16> octets{};
  const auto first = m_address.octets();
  std::ranges::copy(first, octets.begin());
  unsigned carry = 1U << ((8 - m_bits % 8) % 8);
  for (unsigned i = (m_bits + 7) / 8; i-- > 0 && carry != 0;) {
    carry += octets[i];
    octets[i] = static_cast<std::uint8_t>(carry);
    carry >>= 8U;
  }
  if (carry != 0) return std::nullopt;
  const auto next = IpAddress::from_octets(std::span(octets).first(first.size()));
  return next->family() == m_address.family() ? next : IpAddress::parse("::1:0:0:0");
}

std::string IpNetwork::to_string() const {
  if (m_bits == m_address.width()) return m_address.to_string();
  return fmt::format("{}/{}", m_address.to_string(), m_bits);
}

}  // namespace hardfail
