#include "hardfail/net/idna.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace hardfail;

TEST_CASE("a name beyond ASCII is one with its A-label, however it is written") {
  const auto name = *DomainName::parse("xn--bcher-kva.example");
  for (const char* text : {"b\u00fccher.example", "B\u00dcCHER.EXAMPLE.", "bu\u0308cher.example",
                           "b\u00fccher\u3002example", "XN--bcher-kva.example"}) {
    CAPTURE(text);
    CHECK(parse_international(text) == name);
  }
  CHECK(parse_international("_dmarc.b\u00fccher.example") == name.child("_dmarc"));
  // Transitional processing would make "strasse" of it, another's name.
  CHECK(parse_international("stra\u00dfe.example")->text() == "xn--strae-oqa.example");
}

TEST_CASE("a name that IDNA refuses is none") {
  for (const char* text : {"b\xfc"
                           "cher.example",
                           "\u2764.\u0301.example", "a\u200b..example",
                           "\u202e"
                           "evil.example",
                           "-\u00fc.example"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_international(text).has_value());
  }
  CHECK_FALSE(parse_international(std::string_view("\u00fc\0.example", 11)).has_value());
  std::string longest;
  for (int i = 0; i < 60; ++i) longest += "\u00fc";
  CHECK_FALSE(parse_international(longest + longest + ".example").has_value());
}

TEST_CASE("an ASCII name stays what it is, fit for IDNA or not") {
  for (const char* text : {"a_b.example", "-a-.example", "xn--a.example", "ab--c.example"}) {
    CAPTURE(text);
    CHECK(parse_international(text) == DomainName::parse(text));
  }
}

TEST_CASE("people read U-labels, where the A-labels are of some") {
  CHECK(to_unicode(*DomainName::parse("mail.xn--bcher-kva.example")) == "mail.b\u00fccher.example");
  for (const char* text : {"example.com", "xn--a.example", "xn--.example"}) {
    CAPTURE(text);
    CHECK(to_unicode(*DomainName::parse(text)) == text);
  }
}
