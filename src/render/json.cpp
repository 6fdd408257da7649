#include "json.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "hardfail/util/text.hpp"
#include "hardfail/util/utf8.hpp"

namespace hardfail::render {
namespace {

bool is_plain(char c) { return (c >= ' ' && c <= '~') || c == '\n'; }

}  // namespace

Json json_text(std::string_view text) {
  return is_utf8(text) ? std::string(text) : printable(text);
}

Json json_optional(const std::optional<std::string>& text) {
  return text ? json_text(*text) : Json(nullptr);
}

Json json_time(Moment moment) { return to_iso8601(moment); }

std::string to_text(const Json& json) {
  const auto dumped = json.dump(2);
  std::string safe;
  safe.reserve(dumped.size() + 1);
  std::string_view rest = dumped;
  while (!rest.empty()) {
    const auto plain = std::ranges::find_if_not(rest, is_plain) - rest.begin();
    safe += rest.substr(0, static_cast<std::size_t>(plain));
    rest.remove_prefix(static_cast<std::size_t>(plain));
    if (rest.empty()) break;
    const auto character = next_utf8(rest);
    const auto octets = rest.substr(0, character.length);
    if (printable(octets) == octets) {
      safe += octets;
    } else {
      // Stands inside a string, and no character that printable() minds lies beyond U+FFFF.
      safe += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(character.code_point));
    }
    rest.remove_prefix(character.length);
  }
  return safe + '\n';
}

}  // namespace hardfail::render
