#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "hardfail/util/secret.hpp"

namespace hardfail {

/// SHA-256 of octets (FIPS 180-4).
[[nodiscard]] std::array<std::uint8_t, 32> sha256(std::string_view octets);

/// HMAC-SHA-256 (RFC 2104) in lower-case hexadecimal digits.
[[nodiscard]] std::string hmac_sha256(const Secret& key, std::string_view text);

}  // namespace hardfail
