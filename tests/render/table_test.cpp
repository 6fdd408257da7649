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

TEST_CASE("a column that may wrap keeps every word, line under line") {
  Table table({{"NAME"}, {"WHY", Align::left, Fit::may_wrap, 10}});
  table.add({std::string("a"), Cell("signs with a key", Tone::bad)});
  table.add_below("to do: list it");
  table.add({std::string("b"), std::string("listed")});
  CHECK(table.to_text({.width = 16}) ==
        "NAME  WHY\n"
        "a     signs with\n"
        "      a key\n"
        "      to do:\n"
        "      list it\n"
        "b     listed\n");
  CHECK(table.to_text({.width = 16, .colour = Colour::on}).find("\n      \x1b[31ma key\x1b[0m\n") !=
        std::string::npos);
}

TEST_CASE("without a page to fit, a row is one line, and a cell is bounded") {
  Table table({{"WHY", Align::left, Fit::may_wrap}, {"ID", Align::left, Fit::may_be_cut}});
  table.add({std::string("signs with a key"), std::string(4096, 'x')});
  const auto text = table.to_text({});
  CHECK(text.find("\nsigns with a key  xxx") != std::string::npos);
  CHECK(text.size() < 900);
}

TEST_CASE("a column that is not always needed is left out before others shrink below their least") {
  Table table({{"NAME", Align::left, Fit::may_be_cut, 12},
               {"SURE", Align::left, Fit::whole, 0, Need::where_there_is_room},
               {"DAYS", Align::right, Fit::whole, 0, Need::where_there_is_room}});
  table.add({std::string("a-name-of-some-length"), std::string("likely"), std::string("5")});
  CHECK(table.to_text({.width = 26}) ==
        "NAME          SURE    DAYS\na-name-of-s\u2026  likely     5\n");
  CHECK(table.to_text({.width = 25}) ==
        "NAME               SURE\na-name-of-some-l\u2026  likely\n");
  CHECK(table.to_text({.width = 10}) == "NAME\na-name-of\u2026\n");
}

TEST_CASE("a page without UTF-8 gets cells in ASCII, in columns that still stand straight") {
  Table table({{"NAME"}, {"N", Align::right}});
  table.add({std::string("caf\u00e9"), std::string("1")});
  table.add({std::string("b"), std::string("2")});
  CHECK(table.to_text({.charset = Charset::ascii}) ==
        "NAME         N\ncaf\\xc3\\xa9  1\nb            2\n");
}
