#include "ranges/address_range.hpp"

#include <algorithm>
#include <cassert>
#include <optional>

namespace hardfail::spf {
namespace {

using Octets = AddressRange::Octets;

unsigned width_of(IpAddress::Family family) { return family == IpAddress::Family::v4 ? 32 : 128; }

/// `octets` with all but the first `bits` of `width` bits set.
Octets filled(Octets octets, unsigned bits, unsigned width) {
  for (unsigned bit = bits; bit < width; ++bit) {
    octets[bit / 8] |= static_cast<std::uint8_t>(0x80U >> (bit % 8));
  }
  return octets;
}

/// True if all but the first `bits` of `width` bits are clear.
bool is_base(const Octets& octets, unsigned bits, unsigned width) {
  for (unsigned bit = bits; bit < width; ++bit) {
    if ((octets[bit / 8] & (0x80U >> (bit % 8))) != 0) return false;
  }
  return true;
}

/// The next address; nullopt past the last of the family.
std::optional<Octets> next(Octets octets, IpAddress::Family family) {
  for (std::size_t i = width_of(family) / 8; i > 0; --i) {
    if (++octets[i - 1] != 0) return octets;
  }
  return std::nullopt;
}

/// Pre: `octets` is not the first address.
Octets previous(Octets octets, IpAddress::Family family) {
  assert(octets != Octets{});
  for (std::size_t i = width_of(family) / 8; i > 0; --i) {
    if (octets[i - 1]-- != 0) break;
  }
  return octets;
}

Octets octets_of(const IpAddress& address) {
  Octets octets{};
  std::ranges::copy(address.octets(), octets.begin());
  return octets;
}

}  // namespace

AddressRange range_of(const IpNetwork& network) {
  const auto first = octets_of(network.address());
  return {network.address().family(), first,
          filled(first, network.bits(), network.address().width())};
}

AddressRange range_from(const IpAddress& first) {
  return {first.family(), octets_of(first), filled({}, 0, first.width())};
}

AddressRange range_up_to(const IpAddress& first, const IpAddress& end) {
  assert(first.family() == end.family() && first < end);
  return {first.family(), octets_of(first), previous(octets_of(end), end.family())};
}

double size_of(const AddressRange& range) {
  double size = 1;
  double weight = 1;
  for (std::size_t i = width_of(range.family) / 8; i > 0; --i, weight *= 256) {
    size += weight * (range.last[i - 1] - range.first[i - 1]);
  }
  return size;
}

std::vector<IpNetwork> networks_of(const AddressRange& range) {
  const unsigned width = width_of(range.family);
  std::vector<IpNetwork> networks;
  for (std::optional at = range.first; at && *at <= range.last;) {
    unsigned bits = width;
    while (bits > 0 && is_base(*at, bits - 1, width) &&
           filled(*at, bits - 1, width) <= range.last) {
      --bits;
    }
    const auto address = IpAddress::from_octets(std::span(*at).first(width / 8));
    if (address->family() == range.family) networks.push_back(*IpNetwork::of(*address, bits));
    at = next(filled(*at, bits, width), range.family);
  }
  return networks;
}

std::vector<AddressRange> merged(std::vector<AddressRange> ranges) {
  std::ranges::sort(ranges);
  std::vector<AddressRange> result;
  for (const auto& range : ranges) {
    if (!result.empty() && result.back().family == range.family) {
      auto& last = result.back().last;
      const auto beyond = next(last, range.family);
      if (!beyond || range.first <= *beyond) {
        last = std::max(last, range.last);
        continue;
      }
    }
    result.push_back(range);
  }
  return result;
}

}  // namespace hardfail::spf
