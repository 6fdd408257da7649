#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "hardfail/net/domain_name.hpp"
#include "hardfail/render/format.hpp"

namespace hardfail::render {

/// What a piece of text says about the thing it names.
enum class Tone : std::uint8_t { plain, strong, faint, good, warning, bad };

/// `text` in the colour of its tone; unchanged where colours are off.
[[nodiscard]] std::string painted(std::string_view text, Tone tone, Colour colour);

/// Columns that `text` takes on a terminal (UAX #11): 2 for East Asian wide characters, 0 for
/// combining ones. Escape sequences are not recognised, so paint after measuring.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// A text from outside for people to read: printable, and ASCII where the page has no more.
[[nodiscard]] std::string shown(std::string_view text, Charset charset);

/// A domain for people to read: in its own script where the page has UTF-8. Printable.
[[nodiscard]] std::string domain_text(const DomainName& domain, Charset charset);

/// What is drawn, in the characters that the page can show.
struct Symbols {
  std::string_view ellipsis;
  std::string_view rail;         ///< past a branch that goes on below
  std::string_view branch;       ///< to a term with others after it
  std::string_view last_branch;  ///< to a term without
};

[[nodiscard]] const Symbols& symbols_of(Charset charset);

/// `text` cut to `width` columns, an ellipsis in place of the rest. Pre: width >= 1.
[[nodiscard]] std::string cut(std::string_view text, std::size_t width, Charset charset);

/// `text` broken into lines of at most `width` columns: between words, and within one that is
/// wider, behind a dot or the like where there is one. Pre: width >= 2, and `text` is printable.
[[nodiscard]] std::vector<std::string> lines_of(std::string_view text, std::size_t width);

/// A record on a line of its own, however long, so that it can be copied.
[[nodiscard]] std::string record_line(std::string_view record, const Page& page);

/// Running text, as shown(), broken between words into lines of the page's width. Each ends in a
/// newline and begins with `indent` blanks; on the first line `lead` takes the place of as many of
/// them. A word longer than a line gets a line of its own, so that it can be copied, and is cut at
/// 400 columns.
[[nodiscard]] std::string wrapped(std::string_view raw, const Page& page, std::size_t indent = 0,
                                  std::string_view lead = {});

}  // namespace hardfail::render
