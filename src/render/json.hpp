#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "hardfail/util/time.hpp"

namespace hardfail::render {

/// JSON whose members stay in the order they are given.
using Json = nlohmann::ordered_json;

/// A text from outside: UTF-8 as it is, anything else made printable, since JSON cannot hold
/// anything else.
[[nodiscard]] Json json_text(std::string_view text);

/// The same, or null.
[[nodiscard]] Json json_optional(const std::optional<std::string>& text);

/// ISO 8601 in UTC.
[[nodiscard]] Json json_time(Moment moment);

/// The value indented by two blanks, with a newline at the end. Characters that could drive a
/// terminal are written as \u escapes, which mean the same to a program.
[[nodiscard]] std::string to_text(const Json& json);

/// A list too long to be held as Json, which takes ten times the memory of its text.
struct LongList {
  std::string_view name;
  std::size_t length = 0;
  std::function<Json(std::size_t)> item;  ///< by index
};

/// The same for an object with the list as one more member at its end. Pre: the object has a
/// member.
[[nodiscard]] std::string to_text(const Json& object, const LongList& list);

/// A line for each item (NDJSON): the head's members, then its own. Pre: both are objects.
[[nodiscard]] std::string lines_text(const Json& head, const LongList& list);
[[nodiscard]] std::string lines_text(const Json& head, const Json& items);

/// The same value on one line, given what to_text() makes of it.
[[nodiscard]] std::string on_one_line(std::string_view text);

/// An array as to_text() writes it, given the texts of its items.
[[nodiscard]] std::string array_text(std::span<const std::string> items);

}  // namespace hardfail::render
