#include "record/foreign_character.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "hardfail/util/text.hpp"
#include "hardfail/util/utf8.hpp"

namespace hardfail::spf {
namespace {

struct LookAlike {
  char32_t code_point;
  std::string_view name;
  std::string_view ascii;
};

// What word processors, web pages and keyboards put in place of ASCII.
constexpr std::array look_alikes = {
    LookAlike{U'\t', "tab", " "},
    LookAlike{U'\n', "line feed", " "},
    LookAlike{U'\r', "carriage return", ""},
    LookAlike{0x00A0, "no-break space", " "},
    LookAlike{0x00AD, "soft hyphen", ""},
    LookAlike{0x02DC, "small tilde", "~"},
    LookAlike{0x0430, "Cyrillic a", "a"},
    LookAlike{0x0435, "Cyrillic ie", "e"},
    LookAlike{0x0440, "Cyrillic er", "p"},
    LookAlike{0x0441, "Cyrillic es", "c"},
    LookAlike{0x043E, "Cyrillic o", "o"},
    LookAlike{0x0445, "Cyrillic ha", "x"},
    LookAlike{0x0456, "Cyrillic i", "i"},
    LookAlike{0x2002, "en space", " "},
    LookAlike{0x2003, "em space", " "},
    LookAlike{0x2009, "thin space", " "},
    LookAlike{0x200B, "zero-width space", ""},
    LookAlike{0x200C, "zero-width non-joiner", ""},
    LookAlike{0x200D, "zero-width joiner", ""},
    LookAlike{0x200E, "left-to-right mark", ""},
    LookAlike{0x200F, "right-to-left mark", ""},
    LookAlike{0x2010, "hyphen", "-"},
    LookAlike{0x2011, "non-breaking hyphen", "-"},
    LookAlike{0x2012, "figure dash", "-"},
    LookAlike{0x2013, "en dash", "-"},
    LookAlike{0x2014, "em dash", "-"},
    LookAlike{0x2018, "left quotation mark", ""},
    LookAlike{0x2019, "right quotation mark", ""},
    LookAlike{0x201C, "left double quotation mark", ""},
    LookAlike{0x201D, "right double quotation mark", ""},
    LookAlike{0x2028, "line separator", " "},
    LookAlike{0x202F, "narrow no-break space", " "},
    LookAlike{0x2060, "word joiner", ""},
    LookAlike{0x2212, "minus sign", "-"},
    LookAlike{0x223C, "tilde operator", "~"},
    LookAlike{0x3000, "ideographic space", " "},
    LookAlike{0xFEFF, "byte order mark", ""},
    LookAlike{0xFF1A, "fullwidth colon", ":"},
    LookAlike{0xFF5E, "fullwidth tilde", "~"},
};

const LookAlike* look_alike(const Utf8Character& character) {
  if (!character.valid) return nullptr;
  const auto* found = std::ranges::find(look_alikes, character.code_point, &LookAlike::code_point);
  return found == look_alikes.end() ? nullptr : found;
}

bool is_visible(char c) { return c > ' ' && c < '\x7f'; }

std::string name_of(const Utf8Character& character, std::string_view octets) {
  auto name = printable_ascii(octets);
  if (!character.valid) return name;
  const auto code = static_cast<std::uint32_t>(character.code_point);
  const auto* known = look_alike(character);
  return known == nullptr ? fmt::format("{} (U+{:04X})", name, code)
                          : fmt::format("{} (U+{:04X}, {})", name, code, known->name);
}

}  // namespace

std::optional<ForeignCharacter> foreign_character_in(std::string_view term) {
  const auto* const found = std::ranges::find_if_not(term, [](char c) { return is_visible(c); });
  if (found == term.end()) return std::nullopt;
  const auto offset = static_cast<std::size_t>(found - term.begin());
  const auto character = next_utf8(term.substr(offset));
  return ForeignCharacter{offset, name_of(character, term.substr(offset, character.length))};
}

std::optional<std::string> with_ascii_characters(std::string_view term) {
  std::string fixed;
  while (!term.empty()) {
    const auto character = next_utf8(term);
    if (is_visible(term.front())) {
      fixed += term.front();
    } else if (const auto* known = look_alike(character)) {
      fixed += known->ascii;
    } else {
      return std::nullopt;
    }
    term.remove_prefix(character.length);
  }
  return std::string(trim(fixed));
}

}  // namespace hardfail::spf
