#include "grid.hpp"

#include <doctest/doctest.h>

using namespace hardfail::render;

TEST_CASE("CSV quotes what needs it, and a record stays a line") {
  const Grid grid{{"a", "b"}, {{"x,y", "say \"hi\""}, {"", "two\nlines"}}};
  CHECK(to_csv(grid) == "a,b\n\"x,y\",\"say \"\"hi\"\"\"\n,two\\x0alines\n");
}

TEST_CASE("a text that a spreadsheet would run is defused, an SPF term is left alone") {
  struct Row {
    std::string text, field;
  };
  for (const auto& row : {Row{"=1+1", "'=1+1"}, Row{"@SUM(A1)", "'@SUM(A1)"},
                          Row{"-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"}, Row{"-all", "-all"},
                          Row{"+mx:example.com", "+mx:example.com"}}) {
    CAPTURE(row.text);
    CHECK(to_csv({{"h"}, {{row.text}}}) == "h\n" + row.field + "\n");
  }
}

TEST_CASE("nothing from outside becomes markup") {
  const auto page = to_html("<b>", {{"h"}, {{"<script>alert('x')</script>\x1b"}}});
  CHECK(page.find("<script") == std::string::npos);
  CHECK(page.find("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;\\x1b") != std::string::npos);
  CHECK(page.starts_with("<!DOCTYPE html>\n"));
}
