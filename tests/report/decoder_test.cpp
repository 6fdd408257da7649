#include "decoder.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "sample.hpp"

using namespace hardfail;
using namespace hardfail::report;

namespace {

struct Wide {
  std::size_t unit;  ///< octets of a character
  bool low_first;
};

/// ASCII in UTF-16 or UTF-32; a mark is the character U+FEFF.
std::string widened(std::u16string_view text, Wide wide) {
  std::string octets;
  for (const char16_t c : text) {
    std::string unit(wide.unit, '\0');
    unit[wide.low_first ? 0 : wide.unit - 1] = static_cast<char>(c & 0xffU);
    unit[wide.low_first ? 1 : wide.unit - 2] = static_cast<char>(c >> 8U);
    octets += unit;
  }
  return octets;
}

std::string decoded(std::string_view octets, std::size_t piece, WarningLog& log) {
  Decoder decoder(log);
  std::string text;
  for (; !octets.empty(); octets.remove_prefix(std::min(piece, octets.size()))) {
    text += decoder.decode(octets.substr(0, piece));
  }
  return text += decoder.finish();
}

}  // namespace

TEST_CASE("UTF-16 and UTF-32 are told by their mark, or by their zero octets, before any claim") {
  const std::u16string text = u"<?xml version='1.0' encoding='ISO-8859-1'?><a>\u00f6</a>";
  const std::string plain = "<?xml version='1.0' encoding='ISO-8859-1'?><a>\xc3\xb6</a>";
  for (const std::size_t unit : {2U, 4U}) {
    for (const bool low_first : {true, false}) {
      for (const bool marked : {true, false}) {
        for (const std::size_t piece : {1U, 3U, 1000U}) {
          CAPTURE(unit);
          CAPTURE(low_first);
          CAPTURE(marked);
          CAPTURE(piece);
          WarningLog log;
          const auto octets = widened((marked ? u"\ufeff" : u"") + text, {unit, low_first});
          CHECK(decoded(octets, piece, log) == plain);
          CHECK(log.take().empty());
        }
      }
    }
  }
}

TEST_CASE("a damaged character in a wide encoding does not shift the rest") {
  struct Damage {
    Wide wide;
    std::size_t at;  ///< the octet that is damaged
    char octet;
  };
  const std::u16string text = u"\ufeff<feedback>ab</feedback>";
  for (const auto& damage : std::vector<Damage>{
           {{2, true}, 23, '\xd8'},  // half of a surrogate pair
           {{2, false}, 22, '\xdc'},
           {{4, true}, 47, '\x7f'},  // beyond Unicode
           {{4, false}, 44, '\x7f'},
       }) {
    CAPTURE(damage.wide.unit);
    CAPTURE(damage.wide.low_first);
    auto octets = widened(text, damage.wide);
    octets[damage.at] = damage.octet;
    WarningLog log;
    CHECK(decoded(octets, 1000, log) ==
          "<feedback>\xef\xbf\xbd"
          "b</feedback>");
    const auto warnings = log.take();
    REQUIRE(warnings.size() == 1);
    CHECK(warnings[0].code == "encoding-repaired");
  }
}

TEST_CASE("a single zero octet does not make text a wide encoding") {
  for (const std::size_t at : {0U, 1U, 2U, 3U}) {
    CAPTURE(at);
    std::string octets = "<?xml version='1.0'?><a/>";
    octets[at] = '\0';
    WarningLog log;
    auto expected = octets;
    expected[at] = ' ';
    CHECK(decoded(octets, 1000, log) == expected);
    CHECK(log.take().at(0).code == "nul");
  }
}

TEST_CASE("text that claims a wider encoding than it has is read as it stands") {
  for (const char* claim : {"UTF-16", "utf-16le", "UTF-32", "utf-32BE"}) {
    CAPTURE(claim);
    WarningLog log;
    const auto text = "<?xml version='1.0' encoding='" + std::string(claim) + "'?><a>\xc3\xb6</a>";
    CHECK(decoded(text, 1000, log) == text);
    CHECK(log.take().empty());
  }
}
