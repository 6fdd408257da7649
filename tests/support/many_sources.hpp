#pragma once

#include <array>
#include <cstdint>

#include "hardfail/net/ip_address.hpp"
#include "hardfail/report/observation.hpp"

namespace hardfail::test {

/// The addresses of 10.0.0.0/8 in order.
inline IpAddress address(unsigned number) {
  const std::array<std::uint8_t, 4> octets = {10, static_cast<std::uint8_t>(number >> 16U),
                                              static_cast<std::uint8_t>(number >> 8U),
                                              static_cast<std::uint8_t>(number)};
  return IpAddress::from_octets(octets).value();
}

/// Observations of that many sources: the first `seen_once` are in one row only, the others in two.
inline report::Observations observations(unsigned sources, unsigned seen_once) {
  report::Observations result;
  for (unsigned i = 0; i < sources; ++i) {
    result.sources.push_back(address(i));
    result.rows.push_back({i, 0, 0, 0, 1});
    if (i >= seen_once) result.rows.push_back({i, 0, 0, 0, 1});
  }
  return result;
}

}  // namespace hardfail::test
