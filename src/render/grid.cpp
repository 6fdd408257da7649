#include "grid.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "hardfail/util/text.hpp"

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

std::string html_row(std::string_view tag, const std::vector<std::string>& fields) {
  std::string row = "<tr>";
  for (const auto& field : fields) row += fmt::format("<{0}>{1}</{0}>", tag, html_escaped(field));
  return row + "</tr>\n";
}

constexpr std::string_view page_style =
    "body{font:15px/1.4 system-ui,sans-serif;margin:2em;color:#222;background:#fff}"
    "table{border-collapse:collapse}"
    "th,td{text-align:left;vertical-align:top;padding:.3em .8em;border-bottom:1px solid #ddd}";

}  // namespace

std::string to_csv(const Grid& grid) {
  auto text = csv_line(grid.header);
  for (const auto& row : grid.rows) text += csv_line(row);
  return text;
}

std::string to_html(std::string_view title, const Grid& grid) {
  auto page = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<title>{0}</title>\n<style>{1}</style>\n</head>\n<body>\n<h1>{0}</h1>\n<table>\n<thead>\n",
      html_escaped(title), page_style);
  page += html_row("th", grid.header) + "</thead>\n<tbody>\n";
  for (const auto& row : grid.rows) page += html_row("td", row);
  return page + "</tbody>\n</table>\n</body>\n</html>\n";
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
