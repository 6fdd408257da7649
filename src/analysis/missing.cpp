#include "missing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <functional>
#include <iterator>

namespace hardfail::analysis {
namespace {

/// The other half of the network that `network` is a half of. Pre: network.bits() > 0.
IpNetwork sibling_of(const IpNetwork& network) {
  assert(network.bits() > 0);
  const auto octets = network.address().octets();
  std::vector<std::uint8_t> flipped(octets.begin(), octets.end());
  const unsigned bit = network.bits() - 1;
  flipped[bit / 8] ^= static_cast<std::uint8_t>(0x80U >> (bit % 8));
  return *IpNetwork::of(*IpAddress::from_octets(flipped), network.bits());
}

/// The fewest networks that hold these addresses and no other.
std::set<IpNetwork> exact_networks(const std::vector<IpAddress>& addresses) {
  std::set<IpNetwork> networks;
  for (const auto& address : addresses) {
    auto network = *IpNetwork::of(address, address.width());
    while (network.bits() > 0) {
      const auto sibling = networks.find(sibling_of(network));
      if (sibling == networks.end()) break;
      networks.erase(sibling);
      network = *IpNetwork::of(network.address(), network.bits() - 1);
    }
    networks.insert(network);
  }
  return networks;
}

}  // namespace

Missing::Missing(const std::vector<Source>& sources, const ProviderIncludes& by_address) {
  for (const auto& source : sources) {
    if (source.source_class != SourceClass::unlisted_legitimate) continue;
    const auto include = by_address.find(source.address);
    if (include == by_address.end()) {
      alone.push_back(&source);
      continue;
    }
    terms_of_providers.emplace(source.address, "include:" + include->second.text());
    if (std::ranges::find(includes, include->second) == includes.end()) {
      includes.push_back(include->second);
    }
  }
}

std::set<IpNetwork> Missing::networks() const {
  std::vector<IpAddress> addresses;
  for (const auto* source : alone) addresses.push_back(source->address);
  return exact_networks(addresses);
}

std::vector<std::string> terms_of(const std::set<IpNetwork>& networks) {
  std::vector<std::string> terms;
  for (const auto& network : networks) {
    const bool v4 = network.address().family() == IpAddress::Family::v4;
    terms.push_back(fmt::format("ip{}:{}", v4 ? 4 : 6, network.to_string()));
  }
  return terms;
}

std::map<IpAddress, std::string> terms_by_address(const Missing& missing,
                                                  const std::set<IpNetwork>& networks) {
  auto terms = missing.terms_of_providers;
  for (const auto* source : missing.alone) {
    // They are disjoint and in order, so the last one that does not begin above the address holds
    // it.
    const auto above =
        networks.upper_bound(*IpNetwork::of(source->address, source->address.width()));
    assert(above != networks.begin() && std::prev(above)->contains(source->address));
    terms.emplace(source->address, terms_of({*std::prev(above)}).front());
  }
  return terms;
}

std::vector<Neighbourhood> neighbourhoods(const std::vector<const Source*>& sources) {
  std::map<IpNetwork, Neighbourhood> found;
  for (const auto* source : sources) {
    const auto network = IpNetwork::around(source->address);
    auto& at = found.try_emplace(network, Neighbourhood{network}).first->second;
    ++at.addresses;
    at.messages += source->newly_failed;
  }
  std::vector<Neighbourhood> heaviest;
  heaviest.reserve(found.size());
  for (const auto& [network, neighbourhood] : found) heaviest.push_back(neighbourhood);
  std::ranges::stable_sort(heaviest, std::ranges::greater{}, &Neighbourhood::messages);
  return heaviest;
}

}  // namespace hardfail::analysis
