#include "hardfail/dmarc/policy.hpp"

#include <doctest/doctest.h>

using namespace hardfail;
using namespace hardfail::dmarc;

TEST_CASE("a record is read tag by tag, whatever the white space and case of names and values") {
  const auto record = parse_record(
      "v = DMARC1 ; P=Reject; sp=quarantine;np=none ; adkim=s; aspf=S; psd=n; t=y; "
      "rua=mailto:a@example.com , mailto:b@example.net!10m;");
  REQUIRE(record.has_value());
  CHECK(record->p == Action::reject);
  CHECK(record->sp == Action::quarantine);
  CHECK(record->np == Action::none);
  CHECK(record->adkim == AlignmentMode::strict);
  CHECK(record->aspf == AlignmentMode::strict);
  CHECK(record->psd == PublicSuffix::no);
  CHECK(record->testing);
  CHECK(record->rua ==
        std::vector<std::string>{"mailto:a@example.com", "mailto:b@example.net!10m"});
  CHECK(record->notes.empty());
}

TEST_CASE("what does not begin with v=DMARC1 is not a DMARC record") {
  for (const char* text :
       {"", " v=DMARC1; p=none", "\tv=DMARC1; p=none", "v=DMARC1 p=reject", "v=dmarc1; p=reject",
        "v=DMARC2; p=none", "p=reject; v=DMARC1", "v=spf1 -all", "v=DMARC10; p=none"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_record(text).has_value());
  }
}

TEST_CASE("a missing or invalid action means p=none with reports, and no policy without") {
  for (const char* text : {"v=DMARC1", "v=DMARC1; p=rejct", "v=DMARC1; p=reject; sp=rejct",
                           "v=DMARC1; p=reject; np=", "v=DMARC1; sp=reject"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_record(text).has_value());
    CHECK_FALSE(parse_record(std::string(text) + "; rua=nobody").has_value());
    const auto reported = parse_record(std::string(text) + "; rua=mailto:a@example.com");
    REQUIRE(reported.has_value());
    CHECK(reported->p == Action::none);
    CHECK_FALSE(reported->sp.has_value());
    CHECK(reported->notes.size() == 1);
  }
}

TEST_CASE("old, unknown, doubled and broken tags are ignored and named") {
  for (const char* tag : {"pct=0", "rf=afrf", "ri=3600", "x-new=1", "p=none", "reject", "adkim=x",
                          "psd=maybe", "t=", "=none"}) {
    CAPTURE(tag);
    const auto record = parse_record(std::string("v=DMARC1; p=reject; ") + tag);
    REQUIRE(record.has_value());
    CHECK(record->p == Action::reject);
    CHECK(record->adkim == AlignmentMode::relaxed);
    CHECK(record->psd == PublicSuffix::unspecified);
    CHECK_FALSE(record->testing);
    CHECK(record->notes.size() == 1);
  }
  CHECK(parse_record("v=DMARC1; p=reject; fo=1; ruf=mailto:a@example.com")->notes.empty());
}

TEST_CASE("what a note quotes cannot drive a terminal") {
  const auto record = parse_record("v=DMARC1; p=none; \x1b[2J=1");
  REQUIRE(record.has_value());
  CHECK(record->notes.front().find('\x1b') == std::string::npos);
}
