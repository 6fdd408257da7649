#include "hardfail/config/document.hpp"

#include <doctest/doctest.h>

#include "hardfail/util/error.hpp"

using namespace hardfail;
using namespace hardfail::config;

namespace {

Document parsed(std::string_view text) { return parse(text, "c.conf", "/home/u"); }

/// The value of the only line.
std::string value(const std::string& text) {
  const auto document = parsed("key = " + text);
  REQUIRE(document.mistakes.empty());
  REQUIRE(document.entries.size() == 1);
  return document.entries[0].value;
}

std::vector<std::string> mistakes(std::string_view text) {
  std::vector<std::string> texts;
  for (const auto& mistake : parsed(text).mistakes) texts.push_back(mistake.text);
  return texts;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("keys keep their order, their line and their section") {
  const auto document =
      parsed("db = a\n\n[domain example.com]\n  min-days=7 # a week\nnotify = ops\n[retention]\n");
  CHECK(document.mistakes.empty());
  REQUIRE(document.entries.size() == 1);
  CHECK(document.entries[0].key == "db");
  CHECK(document.entries[0].line == 1);
  REQUIRE(document.sections.size() == 2);
  const auto& domain = document.sections[0];
  CHECK(domain.label() == "[domain example.com]");
  CHECK(domain.line == 3);
  REQUIRE(domain.entries.size() == 2);
  CHECK(domain.entries[0].key == "min-days");
  CHECK(domain.entries[0].value == "7");
  CHECK(domain.entries[1].line == 5);
  CHECK(document.sections[1].label() == "[retention]");
  CHECK(document.sections[1].name.empty());
}

TEST_CASE("a byte order mark and lines ended by CRLF make no difference") {
  const auto document = parsed(
      "\xef\xbb\xbf"
      "db = a\r\n[input x]\r\npath = b\r\n");
  CHECK(document.mistakes.empty());
  CHECK(document.entries.at(0).value == "a");
  CHECK(document.sections.at(0).name == "x");
  CHECK(document.sections.at(0).entries.at(0).value == "b");
}

TEST_CASE("a comment begins a line or follows a blank, and never stands in quotation marks") {
  CHECK(parsed("# a = b\n; c = d\n  # e\n").entries.empty());
  CHECK(value("a # b") == "a");
  CHECK(value("a#b") == "a#b");
  CHECK(value("a ; b") == "a ; b");
  CHECK(value("'a # b' # c") == "a # b");
  CHECK(value("it's # b") == "it's");
  CHECK(value("").empty());
  CHECK(value("# only").empty());
  CHECK(parsed("[input x] # mine\n").sections.at(0).name == "x");
}

TEST_CASE("quotation marks round a whole value are left out, others stay") {
  CHECK(value("\" a \"") == " a ");
  CHECK(value("'a\"b'") == "a\"b");
  CHECK(value("''").empty());
  CHECK(value("pass 'my box'") == "pass 'my box'");
  CHECK(value("'a b' 'c d'") == "'a b' 'c d'");
  CHECK(value("v=spf1 -all") == "v=spf1 -all");
}

TEST_CASE("a value that begins with ~/ lies in the home directory") {
  CHECK(value("~/reports") == "/home/u/reports");
  CHECK(value("\"~/my reports\"") == "/home/u/my reports");
  CHECK(value("a~/b") == "a~/b");
  CHECK(value("~") == "~");
  CHECK(parse("key = ~/x", "c.conf", std::nullopt).mistakes.at(0).text ==
        "c.conf:1: key begins with ~, and HOME is not set");
}

TEST_CASE("what is not as it should be is named with its line, all of it") {
  CHECK(mistakes("no equals sign\n= x\n[]\n[input x\ntwo words = x\nkey = \"open\nk = \x01\n") ==
        Texts{"c.conf:1: 'no equals sign' is neither KEY = VALUE nor a section",
              "c.conf:2: '= x' is neither KEY = VALUE nor a section",
              "c.conf:3: [] is no section: write [KIND NAME], such as [domain example.com]",
              "c.conf:4: [input x is no section: write [KIND NAME], such as [domain example.com]",
              "c.conf:5: 'two words = x' is neither KEY = VALUE nor a section",
              "c.conf:6: key has a quotation mark that is not closed",
              "c.conf:7: the line holds a control character: k = \\x01"});
}

TEST_CASE("what is there a second time is refused, since nobody can tell which is meant") {
  CHECK(mistakes("a = 1\na = 2\n[input x]\na = 3\na = 4\n[input y]\n[input x]\na = 5\na = 6\n") ==
        Texts{"c.conf:2: a is given a second time, first in line 1",
              "c.conf:5: a is given a second time, first in line 4",
              "c.conf:7: [input x] is there a second time, the first is in line 3: put all its "
              "keys into one",
              "c.conf:9: a is given a second time, first in line 8"});
  CHECK(parsed("[input x]\na = 3\n[input x]\na = 5\n").sections.at(0).entries.size() == 1);
}

TEST_CASE("a file that cannot be read is an error, not an empty one") {
  for (const auto* path : {"/nonexistent/c.conf", "/"}) {
    CAPTURE(path);
    CHECK_THROWS_AS(static_cast<void>(config::read(path, std::nullopt)), Error);
  }
}

TEST_CASE("a file without an end is refused") {
  try {
    static_cast<void>(config::read("/dev/zero", std::nullopt));
    FAIL("nothing was refused");
  } catch (const Error& error) {
    CHECK(error.failure() == Failure::configuration);
  }
}
