#include <doctest/doctest.h>

#include "capture.hpp"
#include "hardfail/spf/record.hpp"

using namespace hardfail;
using namespace hardfail::spf;

namespace {

Record parsed(std::string_view text) {
  auto record = parse_record(text);
  REQUIRE(record);
  return *std::move(record);
}

}  // namespace

TEST_CASE("the version section is v=spf1 in any case, ended by a space or the end (4.5)") {
  for (const char* text : {"v=spf1", "v=spf1 ", "V=SPF1 -all", "v=Spf1  -all"}) {
    CAPTURE(text);
    CHECK(is_record(text));
  }
  for (const char* text :
       {"", "v=spf", "v=spf10", "v=spf1\t-all", " v=spf1", "v=spf2.0/pra -all"}) {
    CAPTURE(text);
    CHECK_FALSE(is_record(text));
  }
}

TEST_CASE("terms are read with their qualifiers and places (4.6.1)") {
  const auto record = parsed(
      "v=spf1  a -MX:mx.example.com/24//64 ~include:%{d}.example.net "
      "?exists:%{ir}.example.net +ptr All ");
  REQUIRE(record.directives.size() == 6);
  const auto& [a, mx, include, exists, ptr, all] =
      std::tie(record.directives[0], record.directives[1], record.directives[2],
               record.directives[3], record.directives[4], record.directives[5]);
  CHECK(a.qualifier == Qualifier::pass);
  CHECK(record.text_of(a.where) == "a");
  CHECK(a.where.offset == 8);
  CHECK_FALSE(std::get<A>(a.mechanism).domain);
  CHECK(mx.qualifier == Qualifier::fail);
  CHECK(std::get<Mx>(mx.mechanism).domain->text == "mx.example.com");
  CHECK(std::get<Mx>(mx.mechanism).prefix.v4 == 24);
  CHECK(std::get<Mx>(mx.mechanism).prefix.v6 == 64);
  CHECK(include.qualifier == Qualifier::softfail);
  CHECK(std::get<Include>(include.mechanism).domain.is_static());
  CHECK(exists.qualifier == Qualifier::neutral);
  CHECK_FALSE(std::get<Exists>(exists.mechanism).domain.is_static());
  CHECK(ptr.qualifier == Qualifier::pass);
  CHECK(record.all() == &all);
}

TEST_CASE("a record without terms is a record") {
  const auto record = parsed("v=spf1");
  CHECK(record.directives.empty());
  CHECK(record.all() == nullptr);
}

TEST_CASE("modifiers may stand anywhere, and unknown ones are kept (6)") {
  const auto record = parsed(
      "v=spf1 Redirect=a.example.com moo.cow-far_out=man:dog/cat "
      "a EXP=b.example.com empty=");
  REQUIRE(record.redirect);
  CHECK(record.redirect->value.text == "a.example.com");
  REQUIRE(record.exp);
  CHECK(record.text_of(record.exp->where) == "EXP=b.example.com");
  REQUIRE(record.unknown_modifiers.size() == 2);
  CHECK(record.unknown_modifiers[0].name == "moo.cow-far_out");
  CHECK(record.unknown_modifiers[1].value.text.empty());
}

TEST_CASE("networks are read (5.6)") {
  struct Row {
    const char* term;
    const char* network;
  };
  for (const auto& [term, network] : {
           Row{"ip4:192.0.2.1", "192.0.2.1"},
           Row{"ip4:192.0.2.1/24", "192.0.2.0/24"},
           Row{"IP4:0.0.0.0/0", "0.0.0.0/0"},
           Row{"ip6:2001:DB8::1", "2001:db8::1"},
           Row{"ip6:2001:db8::/32", "2001:db8::/32"},
           Row{"ip6:::1.1.1.1/0", "::/0"},
           Row{"ip6:::ffff:192.0.2.1", "::"},
           Row{"ip6:::ffff:192.0.2.1/96", "::"},
           Row{"ip6:::ffff:192.0.2.1/80", "::/80"},
           Row{"ip6:::ffff:192.0.2.1/88", "::ff00:0:0/88"},
       }) {
    CAPTURE_BOUND(term);
    const auto record = parsed(std::string("v=spf1 ") + term);
    CHECK(std::get<Ip>(record.directives.front().mechanism).network.to_string() == network);
  }
}

TEST_CASE("domain-specs that the grammar allows are taken (7.1)") {
  for (const char* term :
       {"a:example.com", "a:example.com.", "a:foo:bar/baz.example.com", "a:foo.example.xn--zckzah",
        "a:_x.%{d}", "a:%{d}", "exists:%{i}.%{l2r-}.user.%{d2}", "a:mail.example...com",
        "a:macro%%percent%_%_space%-url-space.example.com", "a:%{ir/}", "a:x.%{d}/24//48",
        "exists:%{L,=_/.-+}.example.com", "exists:%%", "mx:a.b-c", "a:x.1a"}) {
    CAPTURE(term);
    CHECK(parse_record(std::string("v=spf1 ") + term));
  }
}

TEST_CASE("the domain of an include is told where the message does not decide it") {
  CHECK(include_target("include:_spf.example.net") == DomainName::parse("_spf.example.net"));
  CHECK(include_target("INCLUDE:Example.NET") == DomainName::parse("example.net"));
  for (const char* term :
       {"", "include:", "include", "exists:example.net", "include:%{d}.example"}) {
    CAPTURE(term);
    CHECK_FALSE(include_target(term));
  }
}

TEST_CASE("every error is found, with its place") {
  struct Row {
    std::string_view record;
    std::string_view at;  // the text from the place of the problem on
  };
  for (const auto& [text, at] : {
           Row{"v=spf1 a -all moo", "moo"},
           Row{"v=spf1 -all:x", ":x"},
           Row{"v=spf1 -all. a", ". a"},
           Row{"v=spf1 all/8", "/8"},
           Row{"v=spf1 include", "include"},
           Row{"v=spf1 include: -all", " -all"},
           Row{"v=spf1 a:", ""},
           Row{"v=spf1 a:museum", "museum"},
           Row{"v=spf1 a:museum.", "museum."},
           Row{"v=spf1 a:abc.123", "abc.123"},
           Row{"v=spf1 a:example.-com", "example.-com"},
           Row{"v=spf1 a:example.com- a", "example.com- a"},
           Row{"v=spf1 a:%{d}com", "%{d}com"},
           Row{"v=spf1 a:example.com:8080", "example.com:8080"},
           Row{"v=spf1 a:example.com,", ","},
           Row{"v=spf1 a:192.0.2.1", "a:192.0.2.1"},
           Row{"v=spf1 mx:192.0.2.1/24", "mx:192.0.2.1/24"},
           Row{"v=spf1 a/33", "/33"},
           Row{"v=spf1 a/024", "/024"},
           Row{"v=spf1 a/", "/"},
           Row{"v=spf1 a//", "//"},
           Row{"v=spf1 a//129", "//129"},
           Row{"v=spf1 a/24/64", "/64"},
           Row{"v=spf1 ptr/0", "/0"},
           Row{"v=spf1 ptr: a", " a"},
           Row{"v=spf1 exists", "exists"},
           Row{"v=spf1 exists:a.example.com/24", "/24"},
           Row{"v=spf1 ip4", "ip4"},
           Row{"v=spf1 ip4:", ""},
           Row{"v=spf1 ip4:192.0.2", "192.0.2"},
           Row{"v=spf1 ip4:192.0.02.1", "192.0.02.1"},
           Row{"v=spf1 ip4:192.0.2.1:25", "192.0.2.1:25"},
           Row{"v=spf1 ip4:192.0.2.1/33", "/33"},
           Row{"v=spf1 ip4:192.0.2.1/032", "/032"},
           Row{"v=spf1 ip4:192.0.2.1//24", "192.0.2.1//24"},
           Row{"v=spf1 ip4:2001:db8::1", "2001:db8::1"},
           Row{"v=spf1 ip6:192.0.2.1", "192.0.2.1"},
           Row{"v=spf1 ip6:2001:db8::/129", "/129"},
           Row{"v=spf1 ip6:::1//33", "::1//33"},
           Row{"v=spf1 ip6:fe80::1%eth0", "fe80::1%eth0"},
           Row{"v=spf1 redirect:x.example.com", ":x.example.com"},
           Row{"v=spf1 redirect=", ""},
           Row{"v=spf1 redirect=a.b redirect=a.b", "redirect=a.b"},
           Row{"v=spf1 exp=a.b a EXP=a.b", "EXP=a.b"},
           Row{"v=spf1 exp=-all", "-all"},
           Row{"v=spf1 exp=%{r}.example.com", "r}.example.com"},
           Row{"v=spf1 1up=foo", "1up=foo"},
           Row{"v=spf1 =all", "=all"},
           Row{"v=spf1 moo.cow/far=man", "moo.cow/far=man"},
           Row{"v=spf1 foo=%abc", "%abc"},
           Row{"v=spf1 foo=%", "%"},
           Row{"v=spf1 foo=%{t}", "t}"},
           Row{"v=spf1 a:%{x}.example.com", "x}.example.com"},
           Row{"v=spf1 a:%{d0}.example.com", "0}.example.com"},
           Row{"v=spf1 a:%{d2x}.example.com", "x}.example.com"},
           Row{"v=spf1 a:%{d.example.com", "%{d.example.com"},
           Row{"v=spf1 a:%{}.example.com", "}.example.com"},
           Row{"v=spf1 a\tmx", "\tmx"},
           Row{"v=spf1 - a", " a"},
           Row{"v=spf1 --all", "-all"},
           Row{"v=spf1 a:\xc3\xa4.example.com", "\xc3\xa4.example.com"},
       }) {
    CAPTURE_BOUND(text);
    const auto record = parse_record(text);
    REQUIRE_FALSE(record);
    const auto& error = record.error().front();
    CAPTURE(error.text);
    CHECK_FALSE(error.text.empty());
    REQUIRE(error.offset <= text.size());
    CHECK(text.substr(error.offset) == at);
  }
}

TEST_CASE("every error of a record is given in one pass, in order") {
  const std::string_view text = "v=spf1 ip4:1.2.3 a:good.example.com  ip4:9.9.9.9/33 moo:x -all";
  const auto record = parse_record(text);
  REQUIRE_FALSE(record);
  std::vector<std::string> found;
  for (const auto& error : record.error()) {
    found.emplace_back(text.substr(error.where.offset, error.where.length));
    found.emplace_back(text.substr(error.offset, 4));
  }
  CHECK(found ==
        std::vector<std::string>{"ip4:1.2.3", "1.2.", "ip4:9.9.9.9/33", "/33 ", "moo:x", "moo:"});
}
