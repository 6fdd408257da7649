#include "record/macro_expansion.hpp"

#include <doctest/doctest.h>

#include "capture.hpp"
#include "record/macro_parser.hpp"

using namespace hardfail;
using namespace hardfail::spf;

namespace {

Query query_of(const char* client) {
  return {IpAddress::parse(client).value(), DomainName::parse("email.example.com").value(),
          "strong-bad", "mx.example.org"};
}

std::string expanded(const Query& query, const char* text) {
  const auto parsed = parse_macro_string(text, MacroPlace::explanation);
  REQUIRE(parsed);
  const auto domain = DomainName::parse("spf.example.com").value();
  const auto result =
      expand(*parsed, {query, domain, "mx.example.org", "receiver.example", Moment{}});
  REQUIRE(result);
  return *result;
}

}  // namespace

TEST_CASE("macros expand as RFC 7208, section 7.4 shows") {
  struct Row {
    const char* macro;
    const char* expansion;
  };
  const auto v4 = query_of("192.0.2.3");
  for (const auto& [macro, expansion] : {
           Row{"%{s}", "strong-bad@email.example.com"},
           Row{"%{o}", "email.example.com"},
           Row{"%{o4}", "email.example.com"},
           Row{"%{o3}", "email.example.com"},
           Row{"%{o2}", "example.com"},
           Row{"%{o1}", "com"},
           Row{"%{or}", "com.example.email"},
           Row{"%{o2r}", "example.email"},
           Row{"%{o99999999999999999999}", "email.example.com"},
           Row{"%{d}", "spf.example.com"},
           Row{"%{l}", "strong-bad"},
           Row{"%{l-}", "strong.bad"},
           Row{"%{lr}", "strong-bad"},
           Row{"%{lr-}", "bad.strong"},
           Row{"%{l1r-}", "strong"},
           Row{"%{ir}.%{v}._spf.%{o2}", "3.2.0.192.in-addr._spf.example.com"},
           Row{"%{lr-}.lp._spf.%{o2}", "bad.strong.lp._spf.example.com"},
           Row{"%{lr-}.lp.%{ir}.%{v}._spf.%{o2}",
               "bad.strong.lp.3.2.0.192.in-addr._spf.example.com"},
           Row{"%{p2}.trusted-domains.example.net", "example.org.trusted-domains.example.net"},
           Row{"%{h} %{c} %{r} %{t}", "mx.example.org 192.0.2.3 receiver.example 0"},
           Row{"%%%_%-", "% %20"},
           Row{"%{S}", "strong-bad%40email.example.com"},
           Row{"%{D2}", "example.com"},
           Row{"", ""},
       }) {
    CAPTURE_BOUND(macro);
    CHECK(expanded(v4, macro) == expansion);
  }
}

TEST_CASE("IPv6 addresses expand to nibbles, and to text for people") {
  const auto v6 = query_of("2001:db8::cb01");
  CHECK(expanded(v6, "%{ir}.%{v}._spf.%{o2}") ==
        "1.0.B.C.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.B.D.0.1.0.0.2.ip6._spf.example.com");
  CHECK(expanded(v6, "%{c}") == "2001:db8::cb01");
}

TEST_CASE("all but unreserved characters are escaped in upper-case macros") {
  auto query = query_of("192.0.2.3");
  query.local_part = "~jack&jill=up-a_b3.c\x01\xc3\xa4/";
  CHECK(expanded(query, "%{L}") == "~jack%26jill%3Dup-a_b3.c%01%C3%A4%2F");
}

TEST_CASE("delimiters split, and empty parts stay") {
  auto query = query_of("192.0.2.3");
  query.local_part = "foo-bar+zip+quux";
  CHECK(expanded(query, "%{l2r+-}") == "bar.foo");
  query.local_part = "a--b";
  CHECK(expanded(query, "%{l-}") == "a..b");
}

TEST_CASE("a macro whose value is not known says what is missing") {
  auto query = query_of("192.0.2.3");
  query.local_part.reset();
  query.helo.reset();
  const auto domain = DomainName::parse("example.com").value();
  for (const char* text : {"%{s}", "%{l}", "%{h}"}) {
    CAPTURE(text);
    const auto result =
        expand(*parse_macro_string(text, MacroPlace::domain_spec), {query, domain, {}, {}, {}});
    REQUIRE_FALSE(result);
    CHECK_FALSE(result.error().empty());
  }
}

TEST_CASE("a target name is cut from the left to 253 octets (7.3)") {
  std::string text;
  for (int i = 0; i < 30; ++i) text += "123456789.";
  text += "example.com";  // 311 octets
  const auto name = to_target_name(text);
  REQUIRE(name);
  CHECK(name->text().size() == 251);
  CHECK(name->text().ends_with("123456789.example.com"));
  CHECK(to_target_name("example.com.")->text() == "example.com");
  CHECK_FALSE(to_target_name("a..example.com"));
  CHECK_FALSE(to_target_name(std::string(300, 'a')));
}

TEST_CASE("what a term names for every client is told without one") {
  const auto domain = DomainName::parse("example.com").value();
  const auto target = [&](const char* text) {
    return static_target(*parse_macro_string(text, MacroPlace::domain_spec), domain);
  };
  CHECK(static_target(std::nullopt, domain) == domain);
  CHECK(target("_spf.%{d}")->text() == "_spf.example.com");
  CHECK(target("%{dr}.net")->text() == "com.example.net");
  CHECK_FALSE(target("%{i}.example.com"));
  CHECK_FALSE(target("%{o}"));
}

TEST_CASE("the sender's domain may differ from the one that is checked") {
  auto query = query_of("192.0.2.3");
  query.sender_domain = DomainName::parse("other.example");
  CHECK(expanded(query, "%{s} %{o} %{o1} %{d}") ==
        "strong-bad@other.example other.example example spf.example.com");
}
