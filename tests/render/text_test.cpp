#include "text.hpp"

#include <doctest/doctest.h>

using namespace hardfail::render;

TEST_CASE("colour is there only where it was asked for") {
  CHECK(painted("ready", Tone::good, Colour::off) == "ready");
  CHECK(painted("ready", Tone::plain, Colour::on) == "ready");
  CHECK(painted("ready", Tone::good, Colour::on) == "\x1b[32mready\x1b[0m");
}

TEST_CASE("width is counted in columns, not in octets") {
  CHECK(display_width("caf\u00e9") == 4);
  CHECK(display_width("e\u0301") == 1);
  CHECK(display_width("\u65e5\u672c") == 4);
  CHECK(cut("abcdef", 6, Charset::utf8) == "abcdef");
  CHECK(cut("abcdefg", 6, Charset::utf8) == "abcde\u2026");
  CHECK(cut("\u65e5\u672c\u8a9e", 4, Charset::utf8) == "\u65e5\u2026");
  CHECK(cut("abcdefg", 6, Charset::ascii) == "abc...");
  CHECK(cut("abcdefg", 2, Charset::ascii) == "..");
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
