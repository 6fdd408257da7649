#include "grid.hpp"

#include <doctest/doctest.h>

#include "page/assets.hpp"

using namespace hardfail::render;

TEST_CASE("CSV quotes what needs it, and a record stays a line") {
  const Grid grid{{"a", "b"}, {{"x,y", "say \"hi\""}, {"", "two\nlines"}}};
  CHECK(to_csv(grid) == "a,b\r\n\"x,y\",\"say \"\"hi\"\"\"\r\n,two\\x0alines\r\n");
}

TEST_CASE("a text that a spreadsheet would run is defused, an SPF term is left alone") {
  struct Row {
    std::string text, field;
  };
  for (const auto& row :
       {Row{"=1+1", "'=1+1"}, Row{"@SUM(A1)", "'@SUM(A1)"},
        Row{"-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"}, Row{"-all", "-all"},
        Row{"+mx:example.com", "+mx:example.com"}, Row{"-ip4:192.0.2.0/24", "-ip4:192.0.2.0/24"},
        Row{"~all", "~all"}, Row{"+1+2", "'+1+2"}, Row{"-", "'-"}, Row{"+SUM(1)", "'+SUM(1)"},
        Row{"-A1 B2", "'-A1 B2"}, Row{" =1", "' =1"}, Row{"\uff1d1+1", "'\uff1d1+1"},
        Row{"\t=1", "\\x09=1"}, Row{"a;=1", "\"a;=1\""}, Row{"a=1", "a=1"}}) {
    CAPTURE(row.text);
    CHECK(to_csv({{"h"}, {{row.text}}}) == "h\r\n" + row.field + "\r\n");
  }
}

TEST_CASE("nothing from outside becomes markup") {
  const auto page = to_html("<b>", {{"h"}, {{"<script>alert('x')</script>\x1b"}}});
  CHECK(page.find("<script") == std::string::npos);
  CHECK(page.find("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;\\x1b") != std::string::npos);
  CHECK(page.starts_with("<!DOCTYPE html>\n"));
  CHECK(page.find("<h1>&lt;b&gt;</h1>") != std::string::npos);
  CHECK(page.find("<th scope=\"col\">h</th>") != std::string::npos);
  CHECK(page.find("default-src 'none'; style-src '" + std::string(style_sheet().digest) + "';") !=
        std::string::npos);
}
