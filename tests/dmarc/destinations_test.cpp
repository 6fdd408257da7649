#include "hardfail/dmarc/destinations.hpp"

#include <doctest/doctest.h>

#include "memory_resolver.hpp"

using namespace hardfail;
using namespace hardfail::dmarc;

namespace {

/// Where reports on d.example go, for one value of rua.
std::vector<Destination> destinations(MemoryResolver& dns, const std::string& rua) {
  const auto domain = *DomainName::parse("d.example");
  const Policy policy{.record = *parse_record("v=DMARC1; p=none; rua=" + rua),
                      .found_at = domain,
                      .organizational_domain = domain};
  return destinations_of(policy, dns);
}

}  // namespace

TEST_CASE("an address is read out of each URI; what is not mail has none") {
  const struct {
    std::string uri;
    std::string domain;
    bool has_size_limit = false;
  } rows[] = {
      {"mailto:a@reports.d.example", "reports.d.example"},
      {"MailTo:a@d.example", "d.example"},
      {"mailto:a@d.example!10m", "d.example", true},
      {"mailto:a@d.example?subject=x", "d.example"},
      {"mailto:\"a@b\"@d.example", "d.example"},
      {"a@d.example", ""},
      {"mailto:d.example", ""},
      {"mailto:@d.example", ""},
      {"mailto:a@-d-..example", ""},
      {"https://d.example/reports", ""},
  };
  for (const auto& row : rows) {
    CAPTURE(row.uri);
    MemoryResolver dns;
    const auto found = destinations(dns, row.uri);
    REQUIRE(found.size() == 1);
    CHECK(found[0].uri == row.uri);
    CHECK((found[0].domain ? found[0].domain->text() : "") == row.domain);
    CHECK(found[0].has_size_limit == row.has_size_limit);
  }
  MemoryResolver dns;
  CHECK(destinations(dns, "mailto:a@d.example, ,mailto:b@d.example").size() == 2);
}

TEST_CASE("an address of another organization needs its consent") {
  MemoryResolver dns;
  const auto consent = [&](const std::string& uri) { return destinations(dns, uri)[0].consent; };
  CHECK(consent("mailto:a@reports.d.example") == Consent::not_needed);
  CHECK(consent("mailto:a@collector.example") == Consent::missing);
  dns.txt("d.example._report._dmarc.collector.example", "hello");
  CHECK(consent("mailto:a@collector.example") == Consent::missing);
  dns.txt("d.example._report._dmarc.collector.example", "v=DMARC1");
  CHECK(consent("mailto:a@collector.example") == Consent::given);
  dns.fail("d.example._report._dmarc.down.example", dns::RecordType::txt);
  CHECK(consent("mailto:a@down.example") == Consent::unknown);
  CHECK(destinations(dns, "mailto:a@down.example")[0].consent_name->text() ==
        "d.example._report._dmarc.down.example");
}

TEST_CASE("a subdomain's reports need the consent for the domain whose policy it has") {
  MemoryResolver dns;
  dns.txt("_dmarc.d.example", "v=DMARC1; p=none; rua=mailto:a@collector.example");
  const auto policy = discover(*DomainName::parse("shop.d.example"), dns);
  const auto found = destinations_of(policy, dns);
  REQUIRE(found.size() == 1);
  CHECK(found[0].consent_name->text() == "d.example._report._dmarc.collector.example");
}

TEST_CASE("mail goes to the MX hosts, or to the domain's own address") {
  MemoryResolver dns;
  const auto host = [&] { return destinations(dns, "mailto:a@in.d.example")[0].mail_host; };
  SUBCASE("none") { CHECK(host() == MailHost::absent); }
  SUBCASE("address") {
    dns.address("in.d.example", "192.0.2.1");
    CHECK(host() == MailHost::present);
  }
  SUBCASE("IPv6 address") {
    dns.address("in.d.example", "2001:db8::1");
    CHECK(host() == MailHost::present);
  }
  SUBCASE("MX") {
    dns.mx("in.d.example", 10, "mx.d.example");
    CHECK(host() == MailHost::present);
  }
  SUBCASE("null MX, whatever address there is") {
    dns.mx("in.d.example", 0, "").address("in.d.example", "192.0.2.1");
    CHECK(host() == MailHost::absent);
  }
  SUBCASE("the DNS fails") {
    dns.fail("in.d.example", dns::RecordType::mx);
    CHECK(host() == MailHost::unknown);
  }
}
