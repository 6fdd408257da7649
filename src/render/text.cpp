#include "text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

#include "hardfail/net/idna.hpp"
#include "hardfail/util/text.hpp"
#include "hardfail/util/utf8.hpp"

namespace hardfail::render {
namespace {

std::string_view escape_of(Tone tone) {
  switch (tone) {
    case Tone::plain:
      return "";
    case Tone::strong:
      return "\x1b[1m";
    case Tone::faint:
      return "\x1b[2m";
    case Tone::good:
      return "\x1b[32m";
    case Tone::warning:
      return "\x1b[33m";
    case Tone::bad:
      return "\x1b[31m";
  }
  return "";
}

/// Columns of one character, by the blocks that matter in names and host names; wcwidth(3) would
/// depend on the locale.
std::size_t width_of(char32_t c) {
  const auto within = [c](char32_t first, char32_t last) { return c >= first && c <= last; };
  if (within(0x300, 0x36f) || within(0x200b, 0x200f) || within(0x20d0, 0x20ff) || c == 0xfe0f) {
    return 0;
  }
  const bool wide = within(0x1100, 0x115f) || within(0x2e80, 0xa4cf) || within(0xac00, 0xd7a3) ||
                    within(0xf900, 0xfaff) || within(0xfe30, 0xfe6f) || within(0xff00, 0xff60) ||
                    within(0x1f300, 0x1faff) || within(0x20000, 0x3fffd);
  return wide ? 2 : 1;
}

}  // namespace

std::string painted(std::string_view text, Tone tone, Colour colour) {
  if (colour == Colour::off || tone == Tone::plain) return std::string(text);
  return fmt::format("{}{}\x1b[0m", escape_of(tone), text);
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const auto character = next_utf8(text);
    width += character.valid ? width_of(character.code_point) : 1;
    text.remove_prefix(character.length);
  }
  return width;
}

std::string domain_text(const DomainName& domain, Charset charset) {
  switch (charset) {
    case Charset::utf8:
      return printable(to_unicode(domain));
    case Charset::ascii:
      break;
  }
  return printable(domain.text());
}

const Symbols& symbols_of(Charset charset) {
  static constexpr Symbols utf8{"\u2026", "\u2502  ", "\u251c\u2500 ", "\u2514\u2500 "};
  static constexpr Symbols ascii{"...", "|  ", "|- ", "`- "};
  switch (charset) {
    case Charset::utf8:
      return utf8;
    case Charset::ascii:
      return ascii;
  }
  return utf8;
}

std::string cut(std::string_view text, std::size_t width, Charset charset) {
  assert(width >= 1);
  if (display_width(text) <= width) return std::string(text);
  std::string kept;
  const auto ellipsis = symbols_of(charset).ellipsis;
  std::size_t used = display_width(ellipsis);
  if (used > width)
    return std::string(width, '.');  // NOLINT(modernize-return-braced-init-list): not a list
  while (!text.empty()) {
    const auto character = next_utf8(text);
    used += character.valid ? width_of(character.code_point) : 1;
    if (used > width) break;
    kept += text.substr(0, character.length);
    text.remove_prefix(character.length);
  }
  return kept.append(ellipsis);
}

std::string wrapped(std::string_view text, const Page& page, std::size_t indent,
                    std::string_view lead) {
  constexpr std::size_t default_width = 80;
  const auto width = std::max(page.width == 0 ? default_width : page.width, indent + 20);
  std::string result(lead);
  std::size_t column = display_width(lead);
  // A lead that leaves no room before the text gets a blank, as a word would.
  bool line_is_empty = column < indent || lead.empty() || lead.ends_with(' ');
  const auto pad = [&] {
    if (column < indent) result.append(indent - column, ' ');
    column = std::max(column, indent);
  };
  pad();
  for (const auto word : split(text, ' ')) {
    if (word.empty()) continue;
    const auto length = display_width(word);
    if (!line_is_empty && column + 1 + length > width) {
      result += '\n';
      column = 0;
      line_is_empty = true;
      pad();
    }
    if (!line_is_empty) {
      result += ' ';
      ++column;
    }
    result += word;
    column += length;
    line_is_empty = false;
  }
  return result + '\n';
}

}  // namespace hardfail::render
