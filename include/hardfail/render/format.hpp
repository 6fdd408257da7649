#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace hardfail::render {

/// The form of an answer: text for people, JSON, lines of JSON and CSV for programs, HTML for a
/// page, a master file for the DNS, metrics and the line of a check for monitoring. A command has
/// only those that make sense for it.
enum class Format : std::uint8_t { text, json, ndjson, csv, html, zone, prometheus, nagios };

[[nodiscard]] std::string_view name_of(Format format) noexcept;

/// The format of that name; nullopt where there is none.
[[nodiscard]] std::optional<Format> parse_format(std::string_view name) noexcept;

enum class Colour : std::uint8_t { off, on };

/// What text is written in. Text from outside is escaped where it has other characters.
enum class Charset : std::uint8_t { utf8, ascii };

/// What text is laid out for.
struct Page {
  /// Columns of the terminal. 0: no terminal; then tables are as wide as they need to be, and
  /// running text is wrapped at 80.
  std::size_t width = 0;
  Colour colour = Colour::off;
  Charset charset = Charset::utf8;
};

}  // namespace hardfail::render
