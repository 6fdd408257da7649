#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <optional>
#include <string_view>

#include "hardfail/net/ip_network.hpp"

namespace hardfail {

/// What a network is reserved for.
struct SpecialUse {
  enum class Kind : std::uint8_t { reserved, documentation };
  Kind kind = Kind::reserved;
  std::string_view name;    ///< "private use"
  std::string_view source;  ///< "RFC 1918"
};

/// The special use of the addresses of `network`; nullopt where it holds any others (the registries
/// of RFC 6890, as far as no mail comes from them).
[[nodiscard]] std::optional<SpecialUse> special_use_of(const IpNetwork& network);

}  // namespace hardfail
