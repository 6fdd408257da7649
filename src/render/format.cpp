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
    case Format::prometheus:
      return "prometheus";
    case Format::nagios:
      return "nagios";
  }
  return "text";
}

std::optional<Format> parse_format(std::string_view name) noexcept {
  for (const auto format : {Format::text, Format::json, Format::ndjson, Format::csv, Format::html,
                            Format::zone, Format::prometheus, Format::nagios}) {
    if (name == name_of(format)) return format;
  }
  return std::nullopt;
}

}  // namespace hardfail::render
