#include "hardfail/net/ip_network.hpp"

#include <fmt/format.h>

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

bool IpNetwork::contains(const IpAddress& address) const noexcept {
  return address.in_prefix(m_address, m_bits);
}

bool IpNetwork::contains(const IpNetwork& other) const noexcept {
  return other.m_bits >= m_bits && contains(other.m_address);
}

std::string IpNetwork::to_string() const {
  if (m_bits == m_address.width()) return m_address.to_string();
  return fmt::format("{}/{}", m_address.to_string(), m_bits);
}

}  // namespace hardfail
