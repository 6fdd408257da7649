#include "text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "hardfail/util/text.hpp"
#include "hardfail/util/utf8.hpp"

namespace hardfail::render {
namespace {

constexpr std::string_view group_separator = "\u202f";

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

std::string grouped(std::uint64_t number) {
  const auto digits = std::to_string(number);
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) text += group_separator;
    text += digits[i];
  }
  return text;
}

std::string counted(std::uint64_t number, std::string_view noun) {
  return fmt::format("{} {}{}", grouped(number), noun, number == 1 ? "" : "s");
}

std::string percentage(std::uint64_t part, std::uint64_t whole) {
  if (part == 0 || whole == 0) return "0 %";
  if (part == whole) return "100 %";
  const double percent = 100.0 * static_cast<double>(part) / static_cast<double>(whole);
  if (percent < 0.1) return "<0.1 %";
  if (percent > 99.9 && percent < 100.0) return ">99.9 %";
  return fmt::format("{:.1f} %", percent);
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

std::string cut(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) return std::string(text);
  std::string kept;
  std::size_t used = 1;  // the ellipsis
  while (!text.empty()) {
    const auto character = next_utf8(text);
    used += character.valid ? width_of(character.code_point) : 1;
    if (used > width) break;
    kept += text.substr(0, character.length);
    text.remove_prefix(character.length);
  }
  return kept + "\u2026";
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
