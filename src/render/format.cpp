#include "hardfail/render/format.hpp"

namespace hardfail::render {

std::string_view name_of(Format format) noexcept {
  switch (format) {
    case Format::text:
      return "text";
    case Format::json:
      return "json";
    case Format::ndjson:
      return "ndjson";
    case Format::csv:
      return "csv";
    case Format::html:
      return "html";
    case Format::zone:
      return "zone";
  }
  return "text";
}

std::optional<Format> parse_format(std::string_view name) noexcept {
  for (const auto format :
       {Format::text, Format::json, Format::ndjson, Format::csv, Format::html, Format::zone}) {
    if (name == name_of(format)) return format;
  }
  return std::nullopt;
}

}  // namespace hardfail::render
