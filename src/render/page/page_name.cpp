#include <fmt/format.h>

#include <functional>

#include "hardfail/render/page.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::render {

std::string page_name(const DomainName& domain) {
  constexpr std::size_t longest = 180;  // file systems allow 255, and a name beside it is longer
  std::string name;
  for (const char c : domain.text()) {
    const bool is_plain = is_alpha(c) || is_digit(c) || c == '-' || c == '_' || c == '.';
    name += is_plain ? std::string(1, c) : fmt::format("~{:02x}", static_cast<unsigned char>(c));
  }
  if (name == "index") name += '~';
  if (name.size() > longest) {
    name = fmt::format("{}~{:x}", name.substr(0, longest), std::hash<DomainName>{}(domain));
  }
  return name + ".html";
}

}  // namespace hardfail::render
