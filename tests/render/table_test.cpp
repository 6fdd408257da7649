#include "table.hpp"

#include <doctest/doctest.h>

using namespace hardfail::render;

namespace {

Table two_rows() {
  Table table({{"NAME", Align::left, Fit::may_be_cut}, {"COUNT", Align::right}, {"NOTE"}});
  table.add({std::string("a-name-of-some-length"), std::string("5"), std::string()});
  table.add({std::string("b"), Cell("12", Tone::bad), std::string("x")});
  return table;
}

}  // namespace

TEST_CASE("columns are as wide as their widest cell, and no line ends in blanks") {
  CHECK(two_rows().to_text({}) ==
        "NAME                   COUNT  NOTE\n"
        "a-name-of-some-length      5\n"
        "b                         12  x\n");
}

TEST_CASE("a table wider than the page is cut where it may be") {
  CHECK(two_rows().to_text({.width = 24}) ==
        "NAME         COUNT  NOTE\n"
        "a-name-of-\u2026      5\n"
        "b               12  x\n");
}

TEST_CASE("a column keeps its least width however narrow the page") {
  CHECK(two_rows().to_text({.width = 1}).starts_with("NAME      COUNT  NOTE\n"));
}

TEST_CASE("colour takes no column") {
  const auto text = two_rows().to_text({.width = 0, .colour = Colour::on});
  CHECK(text.find("b                         \x1b[31m12\x1b[0m  x\n") != std::string::npos);
}

TEST_CASE("what could drive a terminal is escaped in a cell") {
  Table table({{"NAME"}});
  table.add({std::string("a\x1b[2J\nb")});
  CHECK(table.to_text({}) == "NAME\na\\x1b[2J\\x0ab\n");
}
