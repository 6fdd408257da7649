#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "hardfail/render/format.hpp"

namespace hardfail::render {

/// What a piece of text says of the thing it names.
enum class Tone : std::uint8_t { plain, strong, faint, good, warning, bad };

/// `text` in the colour of its tone; unchanged where colours are off.
[[nodiscard]] std::string painted(std::string_view text, Tone tone, Colour colour);

/// Digits in threes with a narrow no-break space between them (ISO 80000-1): 112 763.
[[nodiscard]] std::string grouped(std::uint64_t number);

/// "1 report", "1 196 reports"; the plural is the noun with an s.
[[nodiscard]] std::string counted(std::uint64_t number, std::string_view noun);

/// "12.5 %", of a whole that may be 0; "<0.1 %" where something would round to nothing, and
/// ">99.9 %" where not quite all would round to all.
[[nodiscard]] std::string percentage(std::uint64_t part, std::uint64_t whole);

/// Columns that `text` takes on a terminal: 2 for East Asian wide characters, 0 for combining ones.
/// Escape sequences are not known to it, so paint after measuring.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// `text` cut to `width` columns, an ellipsis in place of the rest. Pre: width >= 1.
[[nodiscard]] std::string cut(std::string_view text, std::size_t width);

/// Running text broken between words into lines of the page's width, each ended by a newline and
/// begun with `indent` blanks; the first with `lead` in place of as many of them. A word that is
/// longer than a line stands on one of its own.
[[nodiscard]] std::string wrapped(std::string_view text, const Page& page, std::size_t indent = 0,
                                  std::string_view lead = {});

}  // namespace hardfail::render
