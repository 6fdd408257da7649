#include "json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

#include "hardfail/util/text.hpp"
#include "hardfail/util/utf8.hpp"

namespace hardfail::render {
namespace {

bool is_plain(char c) { return (c >= ' ' && c <= '~') || c == '\n'; }

/// `dumped`, which is JSON, with characters that could drive a terminal written as escapes.
std::string escaped(std::string_view dumped) {
  std::string safe;
  safe.reserve(dumped.size());
  std::string_view rest = dumped;
  while (!rest.empty()) {
    const auto plain = std::ranges::find_if_not(rest, is_plain) - rest.begin();
    safe += rest.substr(0, static_cast<std::size_t>(plain));
    rest.remove_prefix(static_cast<std::size_t>(plain));
    if (rest.empty()) break;
    const auto character = next_utf8(rest);
    const auto octets = rest.substr(0, character.length);
    if (printable(octets) == octets) {
      safe += octets;
    } else {
      // This is inside a string, and printable() escapes no character beyond U+FFFF.
      safe += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(character.code_point));
    }
    rest.remove_prefix(character.length);
  }
  return safe;
}

/// Each line indented by `depth` steps. Strings in JSON never contain a raw newline.
void append_indented(std::string_view lines, std::size_t depth, std::string& text) {
  for (std::size_t at = 0; at < lines.size();) {
    const auto end = std::min(lines.find('\n', at), lines.size());
    text += '\n';
    text.append(2 * depth, ' ');
    text += lines.substr(at, end - at);
    at = end + 1;
  }
}

}  // namespace

Json json_text(std::string_view text) {
  return is_utf8(text) ? std::string(text) : printable(text);
}

Json json_optional(const std::optional<std::string>& text) {
  return text ? json_text(*text) : Json(nullptr);
}

Json json_time(Moment moment) { return to_iso8601(moment); }

std::string to_text(const Json& json) { return escaped(json.dump(2)) + '\n'; }

std::string to_text(const Json& object, const LongList& list) {
  assert(object.is_object() && !object.empty());
  std::string text = escaped(object.dump(2));
  text.resize(text.size() - 2);  // without "\n}"
  text += fmt::format(",\n  \"{}\": [", list.name);
  for (std::size_t i = 0; i < list.length; ++i) {
    if (i > 0) text += ',';
    append_indented(escaped(list.item(i).dump(2)), 2, text);
  }
  text += list.length > 0 ? "\n  ]\n}\n" : "]\n}\n";
  return text;
}

std::string lines_text(const Json& head, const LongList& list) {
  std::string text;
  for (std::size_t i = 0; i < list.length; ++i) {
    Json line = head;
    line.update(list.item(i));
    text += escaped(line.dump()) + '\n';
  }
  return text;
}

std::string lines_text(const Json& head, const Json& items) {
  return lines_text(head, {"", items.size(), [&](std::size_t i) { return items[i]; }});
}

std::string on_one_line(std::string_view text) {
  std::string line;
  line.reserve(text.size());
  // Strings in JSON never contain a raw newline, so that blanks after one are indentation.
  for (const auto part : split(text, '\n')) {
    const auto content = part.find_first_not_of(' ');
    if (content != std::string_view::npos) line += part.substr(content);
  }
  return line + '\n';
}

std::string array_text(std::span<const std::string> items) {
  std::string text = "[";
  for (const auto& item : items) {
    if (text.size() > 1) text += ',';
    append_indented(trim(item), 1, text);
  }
  return text + (items.empty() ? "]\n" : "\n]\n");
}

}  // namespace hardfail::render
