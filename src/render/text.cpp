#include "text.hpp"

#include <fmt/format.h>
#include <uniwidth.h>

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

/// Columns of one character. What has no width of its own is escaped before it gets here.
std::size_t width_of(const Utf8Character& character) {
  if (!character.valid) return 1;
  const int columns = uc_width(character.code_point, "UTF-8");
  return columns < 0 ? 1 : static_cast<std::size_t>(columns);
}

/// How many octets of `text` fit into `width` columns, in whole characters.
std::size_t octets_within(std::string_view text, std::size_t width) {
  std::size_t octets = 0;
  std::size_t used = 0;
  while (octets < text.size()) {
    const auto character = next_utf8(text.substr(octets));
    used += width_of(character);
    if (used > width) break;
    octets += character.length;
  }
  return octets;
}

/// Where to break a word that is wider than a line: behind a sign between its parts, if that fills
/// most of the line.
std::size_t octets_to_break_off(std::string_view word, std::size_t width) {
  const auto octets = octets_within(word, width);
  const auto sign = word.substr(0, octets).find_last_of(".-/:@");
  return sign != std::string_view::npos && sign >= octets / 2 ? sign + 1 : octets;
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
    width += width_of(character);
    text.remove_prefix(character.length);
  }
  return width;
}

std::string shown(std::string_view text, Charset charset) {
  switch (charset) {
    case Charset::utf8:
      return printable(text);
    case Charset::ascii:
      break;
  }
  return printable_ascii(text);
}

std::string domain_text(const DomainName& domain, Charset charset) {
  switch (charset) {
    case Charset::utf8:
      return printable(to_unicode(domain));
    case Charset::ascii:
      break;
  }
  return printable_ascii(domain.text());
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
  const auto ellipsis = symbols_of(charset).ellipsis;
  const auto taken = display_width(ellipsis);
  if (taken > width)
    return std::string(width, '.');  // NOLINT(modernize-return-braced-init-list): not a list
  return std::string(text.substr(0, octets_within(text, width - taken))).append(ellipsis);
}

std::vector<std::string> lines_of(std::string_view text, std::size_t width) {
  assert(width >= 2);
  std::vector<std::string> lines(1);
  std::size_t column = 0;
  for (auto word : split(text, ' ')) {
    if (word.empty()) continue;
    auto length = display_width(word);
    if (column > 0 && column + 1 + length > width) {
      lines.emplace_back();
      column = 0;
    }
    if (column > 0) {
      lines.back() += ' ';
      ++column;
    }
    for (; length > width; length = display_width(word)) {
      const auto octets = octets_to_break_off(word, width);
      lines.back() += word.substr(0, octets);
      lines.emplace_back();
      word.remove_prefix(octets);
    }
    lines.back() += word;
    column += length;
  }
  return lines;
}

std::string record_line(std::string_view record, const Page& page) {
  return fmt::format("\n    {}\n", painted(shown(record, page.charset), Tone::strong, page.colour));
}

std::string wrapped(std::string_view raw, const Page& page, std::size_t indent,
                    std::string_view lead) {
  constexpr std::size_t default_width = 80;
  constexpr std::size_t longest_word = 400;  // beyond any term of a record, name or URL
  const auto text = shown(raw, page.charset);
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
  for (const auto whole : split(text, ' ')) {
    if (whole.empty()) continue;
    const auto word = cut(whole, longest_word, page.charset);
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
