#include "hardfail/util/text.hpp"

#include <doctest/doctest.h>

using namespace hardfail;

TEST_CASE("numbers are read whole or not at all") {
  CHECK(parse_unsigned("0") == 0);
  CHECK(parse_unsigned("18446744073709551615") == 18446744073709551615ULL);
  for (const char* text : {"", " 1", "1 ", "+1", "-1", "1.0", "0x1", "18446744073709551616"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_unsigned(text).has_value());
  }
}

TEST_CASE("split keeps empty parts") {
  CHECK(split("", ',') == std::vector<std::string_view>{""});
  CHECK(split("a,,b,", ',') == std::vector<std::string_view>{"a", "", "b", ""});
}

TEST_CASE("trim takes white space off both ends and nothing else") {
  CHECK(trim(" \t\r\na b\v\f") == "a b");
  CHECK(trim("   ").empty());
}

TEST_CASE("comparison without case folds ASCII only") {
  CHECK(iequals("V=SPF1", "v=spf1"));
  CHECK_FALSE(iequals("\xc3\x84", "\xc3\xa4"));
  CHECK_FALSE(iequals("a", "ab"));
}

TEST_CASE("what could drive a terminal is escaped") {
  CHECK(printable("plain \xc3\xa4") == "plain \xc3\xa4");
  CHECK(printable("a\x1b[2Jb") == "a\\x1b[2Jb");
  CHECK(printable("line\nbreak") == "line\\x0abreak");
  CHECK(printable("\xc2\x9b") == "\\xc2\\x9b");
  CHECK(printable("\xe2\x80\xae") == "\\xe2\\x80\\xae");
  CHECK(printable("\xff\xc0\xaf") == "\\xff\\xc0\\xaf");
}

TEST_CASE("marks that reorder a line, and characters that nobody sees, are escaped") {
  for (const char* hidden :
       {"\u061c", "\u200b", "\u200e", "\u200f", "\u202a", "\u202e", "\u2028", "\u2060", "\u2064",
        "\u2066", "\u2069", "\ufeff", "\ufff9", "\ufffb"}) {
    CAPTURE(hidden);
    CHECK(printable(hidden).starts_with("\\x"));
  }
  // Joiners are part of how words of some languages are written.
  for (const char* seen : {"\u200c", "\u200d", "\u05d0", "\u2065", "\ufffc"}) {
    CAPTURE(seen);
    CHECK(printable(seen) == seen);
  }
}

TEST_CASE("text that has to be ASCII shows every octet that is not") {
  CHECK(printable_ascii("~all a") == "~all a");
  CHECK(printable_ascii("\xc2\xa0~all\t\x7f") == "\\xc2\\xa0~all\\x09\\x7f");
}

TEST_CASE("a text is shortened between characters") {
  CHECK(shortened("abcdef", 6) == "abcdef");
  CHECK(shortened("abcdefg", 6) == "abc...");
  CHECK(shortened("ab\xc3\xa4xyz", 6) == "ab...");
}

TEST_CASE("the distance of two texts is the fewest letters to change, add, drop or swap") {
  const struct {
    std::string_view a;
    std::string_view b;
    std::size_t distance;
  } rows[] = {{"", "", 0},        {"", "abc", 3},          {"spf", "spf", 0},
              {"spf", "spff", 1}, {"spf", "psf", 1},       {"google", "gogle", 1},
              {"a.b", "a-b", 1},  {"kitten", "sitting", 3}};
  for (const auto& row : rows) {
    CAPTURE(row.a);
    CAPTURE(row.b);
    CHECK(edit_distance(row.a, row.b) == row.distance);
    CHECK(edit_distance(row.b, row.a) == row.distance);
  }
}
