#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <string_view>

namespace hardfail {

/// One character at the head of a text.
struct Utf8Character {
  char32_t code_point = 0;  ///< meaningless unless `valid`
  std::size_t length = 1;   ///< octets it takes; 1 where the text is not UTF-8
  bool valid = false;
};

/// Decodes the first character of `text` (RFC 3629: no overlong forms, no surrogates).
/// Pre: `text` is not empty.
[[nodiscard]] Utf8Character next_utf8(std::string_view text) noexcept;

/// True if the whole text is UTF-8.
[[nodiscard]] bool is_utf8(std::string_view text) noexcept;

}  // namespace hardfail
