#include "record/foreign_character.hpp"

#include <doctest/doctest.h>

using namespace hardfail::spf;

TEST_CASE("the first character that is not visible ASCII is found, and named") {
  CHECK_FALSE(foreign_character_in("ip4:192.0.2.1"));
  CHECK_FALSE(foreign_character_in("!~"));
  const auto tab = foreign_character_in("a\tmx");
  REQUIRE(tab);
  CHECK(tab->offset == 1);
  CHECK(tab->name == R"(\x09 (U+0009, tab))");
  CHECK(foreign_character_in("mx\x7f")->name == R"(\x7f (U+007F))");
}

TEST_CASE("look-alikes become the ASCII they stand for, and nothing else does") {
  CHECK(with_ascii_characters("\xd0\xb0ll") == "all");     // Cyrillic a
  CHECK(with_ascii_characters("\xef\xbb\xbfmx") == "mx");  // byte order mark
  CHECK(with_ascii_characters("\xe2\x80\x93"
                              "all") == "-all");  // en dash
  CHECK_FALSE(with_ascii_characters("\xc3\xa4"));
  CHECK_FALSE(with_ascii_characters("\xff"));
}
