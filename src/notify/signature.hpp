#pragma once

#include <string>
#include <string_view>

#include "hardfail/util/secret.hpp"

namespace hardfail::notify {

/// HMAC-SHA-256 (RFC 2104) in lower-case hexadecimal digits.
[[nodiscard]] std::string hmac_sha256(const Secret& key, std::string_view text);

}  // namespace hardfail::notify
