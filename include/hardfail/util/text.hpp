#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hardfail {

/// True for space, tab, CR, LF, form feed and vertical tab, whatever the locale.
[[nodiscard]] bool is_space(char c) noexcept;

/// True for the ASCII digits.
[[nodiscard]] bool is_digit(char c) noexcept;

/// True for the ASCII letters.
[[nodiscard]] bool is_alpha(char c) noexcept;

/// The lower-case form of an ASCII letter; any other octet unchanged.
[[nodiscard]] char to_lower(char c) noexcept;

/// `text` with its ASCII letters in lower case.
[[nodiscard]] std::string to_lower(std::string_view text);

/// Equality that takes ASCII letters of either case as the same.
[[nodiscard]] bool iequals(std::string_view a, std::string_view b) noexcept;

/// `text` without white space at either end; a view into it.
[[nodiscard]] std::string_view trim(std::string_view text) noexcept;

/// The parts between separators, empty ones included: n separators give n + 1 parts.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);

/// A decimal number without sign, blanks or leftovers; nullopt past 2^64 - 1.
[[nodiscard]] std::optional<std::uint64_t> parse_unsigned(std::string_view text) noexcept;

/// How many letters have to be changed, added, dropped or swapped with the next to turn `a` into
/// `b` (optimal string alignment). Takes time and room in proportion to the product of the lengths.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

/// `text` made safe to show on a terminal or in a line-based file: control characters, and octets
/// that are not valid UTF-8, become `\xNN`. So do U+0080..U+009F, line separators, the marks and
/// overrides of writing direction, which can reorder a line, and characters that nobody sees.
[[nodiscard]] std::string printable(std::string_view text);

/// `text` with every octet that is not a visible ASCII character or a blank as `\xNN`: for text
/// that has to be ASCII, where a look-alike or an invisible character is the error to be seen.
[[nodiscard]] std::string printable_ascii(std::string_view text);

/// `text` cut to at most `limit` octets without splitting a UTF-8 sequence, "..." in place of the
/// rest. Pre: limit >= 3.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t limit);

}  // namespace hardfail
