#include "hardfail/net/host_pattern.hpp"

#include <doctest/doctest.h>

using namespace hardfail;

TEST_CASE("a name beyond ASCII means its A-labels") {
  CHECK(HostPattern::parse("*.b\u00fccher.example")->to_string() == "xn--bcher-kva.example");
}

TEST_CASE("an address, a network and a name are told apart, and shown in one form") {
  struct Row {
    const char* text;
    const char* shown;
  };
  for (const auto& row : {
           Row{"192.0.2.1", "192.0.2.1"},
           Row{"192.0.2.9/24", "192.0.2.0/24"},
           Row{"2001:DB8::/32", "2001:db8::/32"},
           Row{"Mail.Example.NET", "mail.example.net"},
           Row{".example.net", "example.net"},
           Row{"*.example.net.", "example.net"},
       }) {
    CAPTURE(row.text);
    const auto pattern = HostPattern::parse(row.text);
    REQUIRE(pattern.has_value());
    CHECK(pattern->to_string() == row.shown);
    CHECK(HostPattern::parse(row.shown) == pattern);
  }
}

TEST_CASE("what names no host, or a whole top-level domain, is refused") {
  for (const char* text :
       {"", ".", "*", "*.", "com", ".com", "192.0.2", "192.0.2.300", "192.0.2.0/33",
        "mail.example.net/24", "a b.example", "*mail.example", "a..b", "mail.*.example"}) {
    CAPTURE(text);
    CHECK_FALSE(HostPattern::parse(text).has_value());
  }
}

TEST_CASE("a network matches by address, a name by the name and what is below it") {
  const auto address = *IpAddress::parse("192.0.2.1");
  const auto name = *DomainName::parse("out1.mail.example");
  struct Row {
    const char* pattern;
    bool with_name, without_name;
  };
  for (const auto& row : {
           Row{"192.0.2.1", true, true},
           Row{"192.0.2.0/24", true, true},
           Row{"192.0.2.2", false, false},
           Row{"2001:db8::/32", false, false},
           Row{"mail.example", true, false},
           Row{"out1.mail.example", true, false},
           Row{"il.example.net", false, false},
           Row{"ail.example", false, false},
       }) {
    CAPTURE(row.pattern);
    const auto pattern = *HostPattern::parse(row.pattern);
    CHECK(pattern.matches(address, &name) == row.with_name);
    CHECK(pattern.matches(address, nullptr) == row.without_name);
  }
}

TEST_CASE("patterns have an order: address, longer name, shorter name, narrower network, wider") {
  const char* const narrow_to_wide[] = {"192.0.2.1", "out1.mail.example", "mail.example",
                                        "192.0.2.0/31", "192.0.2.0/24"};
  for (std::size_t i = 0; i < std::size(narrow_to_wide); ++i) {
    for (std::size_t j = 0; j < std::size(narrow_to_wide); ++j) {
      CAPTURE(narrow_to_wide[i]);
      CAPTURE(narrow_to_wide[j]);
      CHECK(HostPattern::parse(narrow_to_wide[i])
                ->is_narrower_than(*HostPattern::parse(narrow_to_wide[j])) == (i < j));
    }
  }
}
