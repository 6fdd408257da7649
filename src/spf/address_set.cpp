#include "address_set.hpp"

#include <algorithm>
#include <optional>
#include <utility>

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
  for (std::size_t i = width_of(family) / 8; i > 0; --i) {
    if (octets[i - 1]-- != 0) break;
  }
  return octets;
}

}  // namespace

AddressRange range_of(const IpNetwork& network) {
  AddressRange range{network.address().family(), {}, {}};
  std::ranges::copy(network.address().octets(), range.first.begin());
  range.last = filled(range.first, network.bits(), network.address().width());
  return range;
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

AddressSet::AddressSet(IpAddress::Family family) : m_family(family) {
  m_ranges.emplace(Octets{}, filled({}, 0, width_of(family)));
}

std::vector<AddressRange> AddressSet::take(const AddressRange& range) {
  std::vector<AddressRange> taken;
  if (range.family != m_family) return taken;
  auto at = m_ranges.upper_bound(range.first);
  if (at != m_ranges.begin()) --at;
  while (at != m_ranges.end() && at->first <= range.last) {
    const auto [first, last] = *at;
    if (last < range.first) {
      ++at;
      continue;
    }
    at = m_ranges.erase(at);
    taken.push_back({m_family, std::max(first, range.first), std::min(last, range.last)});
    if (first < range.first) m_ranges.emplace(first, previous(range.first, m_family));
    if (last > range.last) m_ranges.emplace(*next(range.last, m_family), last);
  }
  return taken;
}

std::vector<AddressRange> AddressSet::take_all() {
  std::vector<AddressRange> taken;
  for (const auto& [first, last] : std::exchange(m_ranges, {})) {
    taken.push_back({m_family, first, last});
  }
  return taken;
}

}  // namespace hardfail::spf
