#include "hardfail/net/idna.hpp"

#include <idn2.h>

#include <algorithm>
#include <memory>
#include <string>

namespace hardfail {
namespace {

struct Free {
  void operator()(char* text) const noexcept { idn2_free(text); }
};
using Text = std::unique_ptr<char, Free>;

}  // namespace

std::optional<DomainName> parse_international(std::string_view text) {
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  if (std::ranges::all_of(text, is_ascii)) return DomainName::parse(text);
  constexpr std::size_t most_octets = 1024;  // no A-labels of longer ones fit a name
  if (text.size() > most_octets || text.find('\0') != std::string_view::npos) return std::nullopt;
  char* found = nullptr;
  const int status =
      idn2_to_ascii_8z(std::string(text).c_str(), &found, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
  const Text ascii(found);
  return status == IDN2_OK ? DomainName::parse(ascii.get()) : std::nullopt;
}

std::string to_unicode(const DomainName& name) {
  if (name.text().find("xn--") == std::string::npos) return name.text();
  char* found = nullptr;
  const int status = idn2_to_unicode_8z8z(name.text().c_str(), &found, 0);
  const Text unicode(found);
  // What would not be read as the same name is not shown as one.
  const bool is_same = status == IDN2_OK && parse_international(unicode.get()) == name;
  return is_same ? unicode.get() : name.text();
}

}  // namespace hardfail
