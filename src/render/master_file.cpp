#include "master_file.hpp"

#include <fmt/format.h>

#include "hardfail/util/text.hpp"

namespace hardfail::render {
namespace {

constexpr std::size_t longest_string = 255;

/// `text` with the octets of `special` behind a backslash, and others that are not visible ASCII as
/// decimal numbers.
std::string escaped_for_zone(std::string_view text, std::string_view special) {
  std::string result;
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    if (special.find(c) != std::string_view::npos) {
      result += fmt::format("\\{}", c);
    } else if (octet < ' ' || octet > '~') {
      result += fmt::format("\\{:03}", octet);
    } else {
      result += c;
    }
  }
  return result;
}

}  // namespace

std::string zone_name(const DomainName& name) {
  // The dots of a DomainName separate labels; a blank would end the name.
  return escaped_for_zone(name.text(), " \"\\;()@$") + '.';
}

std::string txt_record(const DomainName& name, std::string_view text) {
  auto line = zone_name(name) + " IN TXT";
  for (std::size_t at = 0; at == 0 || at < text.size(); at += longest_string) {
    line += fmt::format(" \"{}\"", escaped_for_zone(text.substr(at, longest_string), "\"\\"));
  }
  return line;
}

std::string zone_comment(std::string_view text) {
  return fmt::format("; {}\n", printable_ascii(text));
}

}  // namespace hardfail::render
