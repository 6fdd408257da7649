#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hardfail::render {

/// Rows under a header, for formats that care for nothing but the values.
struct Grid {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
};

/// RFC 4180, but for the line end, which is that of the system. Texts are made printable, so that a
/// record is a line; one that a spreadsheet would run as a formula gets an apostrophe before it.
[[nodiscard]] std::string to_csv(const Grid& grid);

/// A whole page with the grid as its table; everything in it is escaped.
[[nodiscard]] std::string to_html(std::string_view title, const Grid& grid);

/// `text` printable, and safe between tags and in quoted attributes.
[[nodiscard]] std::string html_escaped(std::string_view text);

}  // namespace hardfail::render
