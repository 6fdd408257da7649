#include "grid.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "hardfail/util/text.hpp"
#include "page/assets.hpp"
#include "page/template.hpp"

namespace hardfail::render {
namespace {

/// A sign and a word, as in `-all` and `+mx:example.com`: without a blank, a bracket, a bar or an
/// operator a formula can call nothing and refer to no other file.
bool is_plain_term(std::string_view text) {
  const auto is_word = [](char c) {
    return is_alpha(c) || is_digit(c) || c == ':' || c == '.' || c == '_' || c == '-' || c == '/';
  };
  return text.size() > 1 && is_alpha(text[1]) && std::ranges::all_of(text.substr(1), is_word);
}

/// Spreadsheets take these for the begin of a formula, some of them behind blanks and in full width
/// too. Tab and CR are escaped before.
bool is_formula(std::string_view text) {
  text = trim(text);
  for (const std::string_view wide : {"\uff1d", "\uff0b", "\uff0d", "\uff20"}) {
    if (text.starts_with(wide)) return true;
  }
  if (text.starts_with('=') || text.starts_with('@')) return true;
  return (text.starts_with('+') || text.starts_with('-')) && !is_plain_term(text);
}

std::string csv_field(std::string_view raw) {
  auto text = printable(raw);
  if (is_formula(text)) text.insert(0, 1, '\'');
  // Where the comma is the decimal sign, a semicolon separates fields.
  if (text.find_first_of(",;\"") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string csv_line(const std::vector<std::string>& fields) {
  std::string line;
  for (const auto& field : fields) {
    if (&field != &fields.front()) line += ',';
    line += csv_field(field);
  }
  return line + "\r\n";
}

/// `begin` and `end` are the tags round each field.
std::string html_row(std::string_view begin, std::string_view end,
                     const std::vector<std::string>& fields) {
  std::string row = "<tr>";
  for (const auto& field : fields) row += fmt::format("{}{}{}", begin, html_escaped(field), end);
  return row + "</tr>\n";
}

}  // namespace

std::string to_csv(const Grid& grid) {
  auto text = csv_line(grid.header);
  for (const auto& row : grid.rows) text += csv_line(row);
  return text;
}

std::string to_html(std::string_view title, const Grid& grid) {
  std::string rows;  // of a large table a template would hold each field by itself
  for (const auto& row : grid.rows) rows += html_row("<td>", "</td>", row);
  return fill(table_template().text,
              Fields()
                  .text("title", printable(title))
                  .text("style_digest", style_sheet().digest)
                  .markup("style", style_sheet().text)
                  .markup("header", html_row("<th scope=\"col\">", "</th>", grid.header))
                  .markup("rows", rows));
}

std::string html_escaped(std::string_view text) {
  std::string escaped;
  for (const char c : printable(text)) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

}  // namespace hardfail::render
