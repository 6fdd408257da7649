#include <doctest/doctest.h>

#include "capture.hpp"
#include "hardfail/process/process.hpp"

using namespace hardfail;
using process::parse_command;

TEST_CASE("a command is read as words, with quotes and backslashes and nothing expanded") {
  const std::pair<const char*, std::vector<std::string>> rows[] = {
      {"sendmail -t -i", {"sendmail", "-t", "-i"}},
      {"  a \t b  ", {"a", "b"}},
      {"'a b' \"c d\"", {"a b", "c d"}},
      {R"('a\b"' "c\"d\\e\f")", {R"(a\b")", R"(c"d\e\f)"}},
      {R"(a\ b \'c\' \\)", {"a b", "'c'", R"(\)"}},
      {"a'b'\"c\"d", {"abcd"}},
      {"a '' \"\"", {"a", "", ""}},
      {"$HOME ~ * `id` $(id) ; | > & #",
       {"$HOME", "~", "*", "`id`", "$(id)", ";", "|", ">", "&", "#"}},
      {"\xc3\xa4", {"\xc3\xa4"}},
  };
  for (const auto& row : rows) {
    CAPTURE(row.first);
    CHECK(parse_command(row.first)->words == row.second);
  }
}

TEST_CASE("a command that cannot be what was meant is refused, with the place") {
  struct Row {
    std::string text;
    std::size_t offset;
    std::string_view reason;
  };
  for (const auto& [text, offset, reason] : std::vector<Row>{
           {"", 0, "names no program"},
           {"  ", 0, "names no program"},
           {"'' a", 0, "names no program"},
           {"a 'b", 2, "a ' that nothing closes"},
           {"a b\"c\\\"", 3, "a \" that nothing closes"},
           {"a b\\", 3, "ends in a backslash"},
           {"a\nb", 1, "control character"},
           {std::string("a\0b", 3), 1, "control character"},
           {"a\x7f", 1, "control character"},
       }) {
    CAPTURE_BOUND(text);
    const auto refused = parse_command(text);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().offset == offset);
    CHECK(refused.error().text.find(reason) != std::string::npos);
  }
}
