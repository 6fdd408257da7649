#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hardfail::render {

/// Rows under a header, for formats that need only the values.
struct Grid {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
};

/// RFC 4180, lines ending in CR LF. Texts are made printable, so that each record is one line. A
/// text that a spreadsheet would take for a formula gets an apostrophe in front; an SPF term such
/// as
/// `-all` or `+mx`, which calls nothing, does not.
[[nodiscard]] std::string to_csv(const Grid& grid);

/// A whole page with the grid as its table; everything in it is escaped.
[[nodiscard]] std::string to_html(std::string_view title, const Grid& grid);

/// `text` printable, and safe between tags and in quoted attributes.
[[nodiscard]] std::string html_escaped(std::string_view text);

}  // namespace hardfail::render
