#include <doctest/doctest.h>

#include <string>

#include "hardfail/render/page.hpp"

using namespace hardfail;
using render::page_name;

namespace {

std::string named(std::string_view domain) { return page_name(DomainName::parse(domain).value()); }

}  // namespace

TEST_CASE("the name of a page is the domain, without what a file name cannot hold") {
  CHECK(named("mail.d.example") == "mail.d.example.html");
  CHECK(named("_x-1.d.example") == "_x-1.d.example.html");
  CHECK(named("a/b\x1b.example") == "a~2fb~1b.example.html");
}

TEST_CASE("no domain takes the place of the index, nor of another") {
  CHECK(named("index") != "index.html");
  CHECK(named("a/b.example") != named("a~2fb.example"));
  const std::string label(63, 'a');
  const auto longest = label + '.' + label + '.' + label + '.';
  CHECK(named(longest + std::string(60, 'x')) != named(longest + std::string(60, 'y')));
  CHECK(named(longest + std::string(60, '/')).size() < 230);
}
