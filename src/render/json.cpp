#include "json.hpp"

#include <fmt/format.h>

#include "hardfail/util/text.hpp"
#include "hardfail/util/utf8.hpp"

namespace hardfail::render {

Json json_text(std::string_view text) {
  return is_utf8(text) ? std::string(text) : printable(text);
}

Json json_text(const std::optional<std::string>& text) {
  return text ? json_text(std::string_view(*text)) : Json(nullptr);
}

Json json_time(Moment moment) { return to_iso8601(moment); }

std::string to_text(const Json& json) {
  const auto dumped = json.dump(2);
  std::string safe;
  safe.reserve(dumped.size() + 1);
  for (std::string_view rest = dumped; !rest.empty();) {
    const auto character = next_utf8(rest);
    const auto octets = rest.substr(0, character.length);
    // All that printable() would change and that is not JSON's own newline stands inside a string.
    if (octets == "\n" || printable(octets) == octets) {
      safe += octets;
    } else {
      safe += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(character.code_point));
    }
    rest.remove_prefix(character.length);
  }
  return safe + '\n';
}

}  // namespace hardfail::render
