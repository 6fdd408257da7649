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
  CHECK(display_width("\u0e01\u0e34") == 1);  // Thai with a vowel above
  CHECK(display_width("\U0001f4e7") == 2);    // an emoji
  CHECK(display_width("\u2126\u03b1") == 2);  // ambiguous ones are narrow
  CHECK(display_width("\xff!") == 2);
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

TEST_CASE("a word that no record, name or address could be is cut, one that could be is not") {
  const std::string long_term(253, 'x');
  CHECK(wrapped(long_term, {}) == long_term + "\n");
  CHECK(wrapped(std::string(4096, 'x'), {}).size() < 410);
}

TEST_CASE("lines of a cell are broken within words that are wider") {
  using Lines = std::vector<std::string>;
  CHECK(lines_of("one two three", 7) == Lines{"one two", "three"});
  CHECK(lines_of("a abcdefghij b", 4) == Lines{"a", "abcd", "efgh", "ij b"});
  CHECK(lines_of("\u65e5\u672c\u8a9e", 5) == Lines{"\u65e5\u672c", "\u8a9e"});
  CHECK(lines_of("mail.example.com", 8) == Lines{"mail.", "example.", "com"});
  CHECK(lines_of("a.bcdefghijk", 8) == Lines{"a.bcdefg", "hijk"});
  CHECK(lines_of("", 4) == Lines{""});
}

TEST_CASE("a page without UTF-8 shows ASCII alone, whoever wrote the text") {
  const Page page{.charset = Charset::ascii};
  CHECK(shown("caf\u00e9", Charset::utf8) == "caf\u00e9");
  CHECK(shown("caf\u00e9", Charset::ascii) == "caf\\xc3\\xa9");
  CHECK(wrapped("caf\u00e9", page) == "caf\\xc3\\xa9\n");
  CHECK(domain_text(*hardfail::DomainName::parse("xn--bcher-kva.example"), Charset::ascii) ==
        "xn--bcher-kva.example");
}
