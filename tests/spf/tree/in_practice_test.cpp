#include "hardfail/spf/in_practice.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "hardfail/spf/compiled.hpp"
#include "memory_resolver.hpp"

using namespace hardfail;
using namespace hardfail::spf;

namespace {

Survey surveyed(MemoryResolver& dns, std::initializer_list<const char*> clients) {
  const auto domain = DomainName::parse("example.com").value();
  std::vector<IpAddress> addresses;
  for (const auto* client : clients) addresses.push_back(IpAddress::parse(client).value());
  dns::Cache cache(dns);
  return in_practice(survey(domain, cache), check_clients(domain, addresses, cache));
}

const Finding* finding(const Survey& survey, std::string_view code) {
  const auto found = std::ranges::find(survey.findings, code, &Finding::code);
  return found == survey.findings.end() ? nullptr : &*found;
}

/// Four MX hosts without AAAA are void look-ups for IPv6 clients alone.
void fill_mail_hosts(MemoryResolver& dns) {
  dns.txt("example.com", "v=spf1 mx ip6:2001:db8:4::/64 ~all");
  for (const auto* host : {"m1", "m2", "m3", "m4"}) {
    const auto name = std::string(host) + ".example.com";
    dns.mx("example.com", 10, name).address(name, "192.0.2.1");
  }
}

}  // namespace

TEST_CASE("a limit that no client seen meets is a warning") {
  MemoryResolver dns;
  fill_mail_hosts(dns);
  const auto unseen = surveyed(dns, {"192.0.2.1", "203.0.113.9"});
  CHECK(unseen.status == RecordStatus::ok);
  REQUIRE(finding(unseen, "too_many_void_lookups") != nullptr);
  CHECK(finding(unseen, "too_many_void_lookups")->severity == Finding::Severity::warning);

  for (const auto& seen : {surveyed(dns, {"192.0.2.1", "2001:db8:9::1"}), surveyed(dns, {})}) {
    CHECK(seen.status == RecordStatus::permerror);
    CHECK(finding(seen, "too_many_void_lookups")->severity == Finding::Severity::error);
  }
}

TEST_CASE("whether a limit is met is seen only by clients that get to the end of the record") {
  for (const auto* end : {"~all", "-all", "?all"}) {
    CAPTURE(end);
    MemoryResolver dns;
    dns.txt("example.com", std::string("v=spf1 a:x.example.com a:y.example.com ip4:192.0.2.1 "
                                       "mx ip6:2001:db8:4::/64 ") +
                               end);
    for (const auto* host : {"x", "y", "m"}) {
      dns.address(std::string(host) + ".example.com", "192.0.2.9");
    }
    dns.mx("example.com", 10, "m.example.com");
    CHECK(surveyed(dns, {"192.0.2.1"}).status == RecordStatus::permerror);
    CHECK(surveyed(dns, {"192.0.2.1", "203.0.113.9"}).status == RecordStatus::ok);
  }
}

TEST_CASE("what is wrong beside a limit stays an error") {
  MemoryResolver dns;
  fill_mail_hosts(dns);
  dns.txt("example.com", "v=spf1 -all");
  CHECK(surveyed(dns, {}).status == RecordStatus::multiple);

  MemoryResolver broken;
  broken.txt("example.com",
             "v=spf1 ip4:192.0.2.1 a:x.example.com a:y.example.com a:z.example.com "
             "include:none.example.net -all");
  CHECK(surveyed(broken, {"192.0.2.1"}).status == RecordStatus::permerror);
}

TEST_CASE("an error that every client seen gets is one of the record") {
  MemoryResolver dns;
  dns.txt("example.com", "v=spf1 include:%{ir}.%{v}.%{d}.spf.hosted.example ~all");
  dns.txt("1.2.0.192.in-addr.example.com.spf.hosted.example", "v=spf1 ip4:192.0.2.1 -all");
  const auto gone = surveyed(dns, {"192.0.2.7", "192.0.2.8"});
  CHECK(gone.status == RecordStatus::permerror);
  REQUIRE(finding(gone, "error_for_every_client") != nullptr);
  CHECK(finding(gone, "error_for_every_client")->text.find("permerror for all 2 addresses seen") !=
        std::string::npos);
  CHECK(surveyed(dns, {"192.0.2.1", "192.0.2.8"}).status == RecordStatus::ok);
  CHECK(surveyed(dns, {}).status == RecordStatus::ok);

  dns.fail("9.2.0.192.in-addr.example.com.spf.hosted.example", dns::RecordType::txt);
  CHECK(surveyed(dns, {"192.0.2.9"}).status == RecordStatus::temperror);
}
