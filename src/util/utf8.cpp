#include "hardfail/util/utf8.hpp"

#include <cassert>

namespace hardfail {

Utf8Character next_utf8(std::string_view text) noexcept {
  assert(!text.empty());
  const auto octet = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = octet(0);
  if (first < 0x80) return {first, 1, true};

  std::size_t length = 0;
  char32_t code_point = 0;
  char32_t smallest = 0;
  if ((first & 0xe0U) == 0xc0U) {
    length = 2, code_point = first & 0x1fU, smallest = 0x80;
  } else if ((first & 0xf0U) == 0xe0U) {
    length = 3, code_point = first & 0x0fU, smallest = 0x800;
  } else if ((first & 0xf8U) == 0xf0U) {
    length = 4, code_point = first & 0x07U, smallest = 0x10000;
  } else {
    return {};
  }
  if (text.size() < length) return {};
  for (std::size_t i = 1; i < length; ++i) {
    if ((octet(i) & 0xc0U) != 0x80U) return {};
    code_point = (code_point << 6U) | (octet(i) & 0x3fU);
  }
  const bool surrogate = code_point >= 0xd800 && code_point <= 0xdfff;
  if (code_point < smallest || code_point > 0x10ffff || surrogate) return {};
  return {code_point, length, true};
}

bool is_utf8(std::string_view text) noexcept {
  while (!text.empty()) {
    const auto character = next_utf8(text);
    if (!character.valid) return false;
    text.remove_prefix(character.length);
  }
  return true;
}

}  // namespace hardfail
