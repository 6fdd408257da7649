#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "hardfail/util/time.hpp"

namespace hardfail::render {

/// JSON whose members stay in the order they are given.
using Json = nlohmann::ordered_json;

/// A text from outside: UTF-8 as it is, anything else made printable, since JSON holds no other.
[[nodiscard]] Json json_text(std::string_view text);

/// The same, or null.
[[nodiscard]] Json json_optional(const std::optional<std::string>& text);

/// ISO 8601 in UTC.
[[nodiscard]] Json json_time(Moment moment);

/// The value indented by two blanks, with a newline at the end. Characters that could drive a
/// terminal are written as \u escapes, which mean the same to a program.
[[nodiscard]] std::string to_text(const Json& json);

}  // namespace hardfail::render
