#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <string>
#include <string_view>

namespace hardfail::transfer {

/// Percent-encoding of all but letters, digits and "-._~" (RFC 3986, section 2.3).
[[nodiscard]] std::string url_encoded(std::string_view text);

}  // namespace hardfail::transfer
