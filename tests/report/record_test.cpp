#include "hardfail/report/record.hpp"

#include <doctest/doctest.h>

using namespace hardfail;
using namespace hardfail::report;

namespace {

SpfAuth spf(const char* domain, SpfScope scope, SpfResult result) {
  return {DomainName::parse(domain), scope, result};
}

}  // namespace

TEST_CASE("the envelope from decides before HELO, the first of several") {
  Authentication row;
  row.spf = {spf("mx.example", SpfScope::helo, SpfResult::pass),
             spf("", SpfScope::mfrom, SpfResult::pass),
             spf("a.example", SpfScope::unspecified, SpfResult::softfail),
             spf("b.example", SpfScope::mfrom, SpfResult::pass)};
  const auto identity = spf_identity(row);
  REQUIRE(identity);
  CHECK(identity->domain.text() == "a.example");
  CHECK(identity->scope == SpfScope::unspecified);
  CHECK(identity->result == SpfResult::softfail);
}

TEST_CASE("HELO decides where it alone was checked") {
  Authentication row;
  row.envelope_from = DomainName::parse("example.com");
  row.spf = {spf("mx.example", SpfScope::helo, SpfResult::pass)};
  CHECK(spf_identity(row)->domain.text() == "mx.example");
}

TEST_CASE("without a usable result the envelope from stands, its result unknown") {
  Authentication row;
  row.envelope_from = DomainName::parse("example.com");
  row.spf = {spf("", SpfScope::mfrom, SpfResult::pass)};
  CHECK(spf_identity(row) ==
        SpfIdentity{*row.envelope_from, SpfScope::unspecified, SpfResult::unknown});
}

TEST_CASE("a row that names no domain has no SPF identity") {
  Authentication row;
  row.header_from = DomainName::parse("example.com");
  CHECK_FALSE(spf_identity(row));
}

TEST_CASE("values are named as RFC 9990 spells them") {
  CHECK(name_of(Disposition::quarantine) == "quarantine");
  CHECK(name_of(Verdict::unknown) == "unknown");
  CHECK(name_of(SpfResult::permerror) == "permerror");
  CHECK(name_of(DkimResult::policy) == "policy");
  CHECK(name_of(SpfScope::unspecified) == "unspecified");
  CHECK(name_of(OverrideType::trusted_forwarder) == "trusted_forwarder");
}
