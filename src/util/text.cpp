#include "hardfail/util/text.hpp"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <vector>

#include "hardfail/util/utf8.hpp"

namespace hardfail {

bool is_space(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

bool is_alpha(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

char to_lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::string to_lower(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](char c) { return to_lower(c); });
  return lower;
}

bool iequals(std::string_view a, std::string_view b) noexcept {
  return std::ranges::equal(a, b, [](char x, char y) { return to_lower(x) == to_lower(y); });
}

std::string_view trim(std::string_view text) noexcept {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::optional<std::uint64_t> parse_unsigned(std::string_view text) noexcept {
  std::uint64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, value);
  if (text.empty() || error != std::errc{} || stopped != end) return std::nullopt;
  return value;
}

namespace {

/// Controls, what reorders a line (Unicode's Bidi_Control), what breaks one, and what is there and
/// cannot be seen.
bool is_harmless(char32_t c) {
  const auto within = [c](char32_t first, char32_t last) { return c >= first && c <= last; };
  const bool control = c < 0x20 || within(0x7f, 0x9f);
  const bool bidirectional =
      c == 0x061c || within(0x200e, 0x200f) || within(0x202a, 0x202e) || within(0x2066, 0x2069);
  const bool line_break = within(0x2028, 0x2029);
  const bool invisible =
      c == 0x200b || within(0x2060, 0x2064) || c == 0xfeff || within(0xfff9, 0xfffb);
  return !control && !bidirectional && !line_break && !invisible;
}

void append_escaped(std::string& text, char octet) {
  static constexpr std::string_view hex = "0123456789abcdef";
  const auto value = static_cast<unsigned char>(octet);
  text += "\\x";
  text += hex[value >> 4U];
  text += hex[value & 15U];
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> table(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) table[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) table[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      auto best =
          std::min({table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + change});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) best = std::min(best, table[i - 2][j - 2] + 1);
      table[i][j] = best;
    }
  }
  return table[a.size()][b.size()];
}

std::string printable(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  while (!text.empty()) {
    const auto character = next_utf8(text);
    const auto octets = text.substr(0, character.length);
    if (character.valid && is_harmless(character.code_point)) {
      safe += octets;
    } else {
      for (const char octet : octets) append_escaped(safe, octet);
    }
    text.remove_prefix(character.length);
  }
  return safe;
}

std::string printable_ascii(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  for (const char octet : text) {
    if (octet >= ' ' && octet < '\x7f') {
      safe += octet;
    } else {
      append_escaped(safe, octet);
    }
  }
  return safe;
}

std::string shortened(std::string_view text, std::size_t limit) {
  assert(limit >= 3);
  if (text.size() <= limit) return std::string(text);
  std::size_t end = limit - 3;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) --end;
  return std::string(text.substr(0, end)) + "...";
}

}  // namespace hardfail
