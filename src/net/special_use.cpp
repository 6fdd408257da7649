#include "hardfail/net/special_use.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace hardfail {
namespace {

struct Row {
  std::string_view network;
  SpecialUse use;
};

constexpr auto reserved = SpecialUse::Kind::reserved;
constexpr auto documentation = SpecialUse::Kind::documentation;

constexpr std::array special_networks = {
    Row{"0.0.0.0/8", {reserved, "\"this network\"", "RFC 791"}},
    Row{"10.0.0.0/8", {reserved, "private use", "RFC 1918"}},
    Row{"100.64.0.0/10", {reserved, "address sharing of providers", "RFC 6598"}},
    Row{"127.0.0.0/8", {reserved, "loopback", "RFC 1122"}},
    Row{"169.254.0.0/16", {reserved, "link-local use", "RFC 3927"}},
    Row{"172.16.0.0/12", {reserved, "private use", "RFC 1918"}},
    Row{"192.0.0.0/24", {reserved, "protocol assignments", "RFC 6890"}},
    Row{"192.0.2.0/24", {documentation, "documentation", "RFC 5737"}},
    Row{"192.168.0.0/16", {reserved, "private use", "RFC 1918"}},
    Row{"198.18.0.0/15", {documentation, "benchmarks", "RFC 2544"}},
    Row{"198.51.100.0/24", {documentation, "documentation", "RFC 5737"}},
    Row{"203.0.113.0/24", {documentation, "documentation", "RFC 5737"}},
    Row{"224.0.0.0/4", {reserved, "multicast", "RFC 5771"}},
    Row{"240.0.0.0/4", {reserved, "future use", "RFC 1112"}},
    Row{"::1/128", {reserved, "loopback", "RFC 4291"}},
    Row{"64:ff9b:1::/48", {reserved, "translation", "RFC 8215"}},
    Row{"100::/64", {reserved, "discarding", "RFC 6666"}},
    Row{"2001:db8::/32", {documentation, "documentation", "RFC 3849"}},
    Row{"3fff::/20", {documentation, "documentation", "RFC 9637"}},
    Row{"fc00::/7", {reserved, "private use", "RFC 4193"}},
    Row{"fe80::/10", {reserved, "link-local use", "RFC 4291"}},
    Row{"ff00::/8", {reserved, "multicast", "RFC 4291"}},
};

}  // namespace

std::optional<SpecialUse> special_use_of(const IpNetwork& network) {
  static const auto networks = [] {
    std::vector<IpNetwork> parsed;
    parsed.reserve(special_networks.size());
    for (const auto& row : special_networks) parsed.push_back(*IpNetwork::parse(row.network));
    return parsed;
  }();
  const auto found = std::ranges::find_if(
      networks, [&](const IpNetwork& special) { return special.contains(network); });
  if (found == networks.end()) return std::nullopt;
  return special_networks[static_cast<std::size_t>(found - networks.begin())].use;
}

}  // namespace hardfail
