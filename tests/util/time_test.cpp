#include "hardfail/util/time.hpp"

#include <doctest/doctest.h>

using namespace hardfail;

TEST_CASE("ISO 8601 moments are read and written") {
  struct Row {
    const char* text;
    const char* expected;
  };
  for (const auto& row :
       {Row{"2026-11-21", "2026-11-21T00:00:00Z"}, Row{"2026-11-21T08:30", "2026-11-21T08:30:00Z"},
        Row{"2026-11-21T08:30:15Z", "2026-11-21T08:30:15Z"},
        Row{"2026-11-21T00:30:00+01:00", "2026-11-20T23:30:00Z"},
        Row{"2026-11-21T23:30:00-01:00", "2026-11-22T00:30:00Z"}}) {
    CAPTURE(row.text);
    REQUIRE(parse_iso8601(row.text).has_value());
    CHECK(to_iso8601(*parse_iso8601(row.text)) == row.expected);
  }
}

TEST_CASE("what is not a date is refused") {
  for (const char* text :
       {"", "2026", "2026-02-30", "2026-13-01", "26-11-21", "2026-11-21T", "2026-11-21T24:00",
        "2026-11-21T08:30:15ZZ", "2026-11-21X", "2026-11-21T08:30+1", "yesterday"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_iso8601(text).has_value());
  }
}
