#include "text.hpp"

#include <doctest/doctest.h>

using namespace hardfail::render;

TEST_CASE("numbers are grouped in threes") {
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(1000) == "1\u202f000");
  CHECK(grouped(112763) == "112\u202f763");
  CHECK(counted(1, "report") == "1 report");
  CHECK(counted(0, "report") == "0 reports");
}

TEST_CASE("a percentage never rounds something to nothing, nor most to all") {
  CHECK(percentage(0, 10) == "0 %");
  CHECK(percentage(5, 0) == "0 %");
  CHECK(percentage(1, 100'000) == "<0.1 %");
  CHECK(percentage(1, 8) == "12.5 %");
  CHECK(percentage(99'999, 100'000) == ">99.9 %");
  CHECK(percentage(7, 7) == "100 %");
}

TEST_CASE("colour is there only where it was asked for") {
  CHECK(painted("ready", Tone::good, Colour::off) == "ready");
  CHECK(painted("ready", Tone::plain, Colour::on) == "ready");
  CHECK(painted("ready", Tone::good, Colour::on) == "\x1b[32mready\x1b[0m");
}

TEST_CASE("width is counted in columns, not in octets") {
  CHECK(display_width("caf\u00e9") == 4);
  CHECK(display_width("e\u0301") == 1);
  CHECK(display_width("\u65e5\u672c") == 4);
  CHECK(cut("abcdef", 6) == "abcdef");
  CHECK(cut("abcdefg", 6) == "abcde\u2026");
  CHECK(cut("\u65e5\u672c\u8a9e", 4) == "\u65e5\u2026");
}

TEST_CASE("running text is broken between words and indented") {
  const Page page{.width = 24};
  CHECK(wrapped("one two three four five six", page, 4, "  -") ==
        "  - one two three four\n    five six\n");
  CHECK(wrapped("one", page, 4, "lead") == "lead one\n");
  CHECK(wrapped("", page) == "\n");
  const std::string word(40, 'x');
  CHECK(wrapped("a " + word + " b", page) == "a\n" + word + "\nb\n");
}
