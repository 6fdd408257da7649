#include "hardfail/net/ip_address.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <cassert>

#include "hardfail/net/domain_name.hpp"

namespace hardfail {
namespace {

constexpr std::array<std::uint8_t, 12> mapped_prefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

}  // namespace

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
  std::array<char, INET6_ADDRSTRLEN> terminated{};
  if (text.size() >= terminated.size() || text.find('\0') != std::string_view::npos) {
    return std::nullopt;
  }
  std::ranges::copy(text, terminated.begin());

  std::array<std::uint8_t, 16> octets{};
  if (inet_pton(AF_INET, terminated.data(), octets.data()) == 1) {
    return from_octets(std::span(octets).first(4));
  }
  if (inet_pton(AF_INET6, terminated.data(), octets.data()) == 1) return from_octets(octets);
  return std::nullopt;
}

std::optional<IpAddress> IpAddress::from_octets(std::span<const std::uint8_t> octets) {
  if (octets.size() != 4 && octets.size() != 16) return std::nullopt;
  if (octets.size() == 16 && std::ranges::equal(octets.first(12), mapped_prefix)) {
    octets = octets.last(4);
  }
  IpAddress address;
  address.m_family = octets.size() == 4 ? Family::v4 : Family::v6;
  std::ranges::copy(octets, address.m_octets.begin());
  return address;
}

bool IpAddress::in_prefix(const IpAddress& network, unsigned bits) const noexcept {
  if (m_family != network.m_family) return false;
  assert(bits <= width());
  // Octet by octet: most addresses differ in the first, too soon for a call of memcmp() to pay.
  const unsigned whole = bits / 8;
  for (unsigned i = 0; i < whole; ++i) {
    if (m_octets[i] != network.m_octets[i]) return false;
  }
  const unsigned rest = bits % 8;
  if (rest == 0) return true;
  const unsigned differing = m_octets[whole] ^ network.m_octets[whole];
  return differing >> (8 - rest) == 0;
}

IpAddress IpAddress::masked(unsigned bits) const noexcept {
  assert(bits <= width());
  IpAddress result = *this;
  for (unsigned i = 0; i < width() / 8; ++i) {
    const unsigned kept = std::min(8U, bits - std::min(bits, i * 8));
    result.m_octets[i] &= static_cast<std::uint8_t>(0xff00U >> kept);
  }
  return result;
}

std::string IpAddress::to_string() const {
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(m_family == Family::v4 ? AF_INET : AF_INET6, m_octets.data(), text.data(), text.size());
  return text.data();
}

DomainName IpAddress::reverse_name() const {
  std::string text;
  for (unsigned i = width() / 8; i-- > 0;) {
    const unsigned octet = m_octets[i];
    text += m_family == Family::v4 ? fmt::format("{}.", octet)
                                   : fmt::format("{:x}.{:x}.", octet & 15U, octet >> 4U);
  }
  text += m_family == Family::v4 ? "in-addr.arpa" : "ip6.arpa";
  return *DomainName::parse(text);
}

}  // namespace hardfail
