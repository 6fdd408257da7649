#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace hardfail::spf {

/// A character that no term may hold, because it is not a visible one of ASCII.
struct ForeignCharacter {
  std::size_t offset = 0;  ///< of its first octet
  std::string name;        ///< "\xc2\xa0 (U+00A0, no-break space)", safe to show
};

/// The first such character of `term`.
[[nodiscard]] std::optional<ForeignCharacter> foreign_character_in(std::string_view term);

/// `term` with the ASCII character in place of each that looks like one, a blank for other white
/// space, and without what is invisible. nullopt where it holds a character of no such kind.
[[nodiscard]] std::optional<std::string> with_ascii_characters(std::string_view term);

}  // namespace hardfail::spf
