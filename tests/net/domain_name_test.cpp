#include "hardfail/net/domain_name.hpp"

#include <doctest/doctest.h>

using namespace hardfail;

TEST_CASE("names are read without their closing dot and in lower case") {
  CHECK(DomainName::parse("Mail.Example.COM.")->text() == "mail.example.com");
  CHECK(DomainName::parse("_spf.example.com").has_value());
}

TEST_CASE("what the DNS cannot hold is refused") {
  const std::string label63(63, 'a');
  CHECK(DomainName::parse(label63 + ".example").has_value());
  CHECK_FALSE(DomainName::parse(label63 + "a.example").has_value());
  CHECK_FALSE(
      DomainName::parse(label63 + '.' + label63 + '.' + label63 + '.' + label63).has_value());
  for (const char* text : {"", ".", "..", "a..b", ".a", "a.."}) {
    CAPTURE(text);
    CHECK_FALSE(DomainName::parse(text).has_value());
  }
}

TEST_CASE("a name is below its ancestors, label by label") {
  const auto name = *DomainName::parse("a.example.com");
  CHECK(name.is_at_or_below(name));
  CHECK(name.is_at_or_below(*DomainName::parse("example.com")));
  CHECK_FALSE(
      DomainName::parse("badexample.com")->is_at_or_below(*DomainName::parse("example.com")));
  CHECK_FALSE(DomainName::parse("example.com")->is_at_or_below(name));
  CHECK(name.parent()->text() == "example.com");
  CHECK_FALSE(DomainName::parse("com")->parent().has_value());
  CHECK(name.child("_dmarc")->text() == "_dmarc.a.example.com");
}
