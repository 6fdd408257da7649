#include "hardfail/spf/flatten.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "dice.hpp"
#include "hardfail/dns/overlay.hpp"
#include "hardfail/spf/check.hpp"
#include "memory_resolver.hpp"

using namespace hardfail;
using namespace hardfail::spf;
using hardfail::test::Dice;

namespace {

DomainName example() { return DomainName::parse("example.com").value(); }

void publish(const Flattened& flattened, dns::Overlay& dns) {
  for (const auto& record : flattened.records) {
    dns.set_txt(record.name, std::span(&record.text, 1));
  }
}

CheckOptions without_limits() {
  CheckOptions options;
  options.max_lookups = 1000;
  options.max_void_lookups = 1000;
  return options;
}

}  // namespace

TEST_CASE("includes, hosts and redirects become networks") {
  const struct {
    std::string_view record;
    std::string_view flat;
  } rows[] = {
      {"v=spf1 include:inc.example.net ~all", "v=spf1 ip4:192.0.2.0/24 ~all"},
      {"v=spf1 a:host.example.com redirect=inc.example.net",
       "v=spf1 ip4:192.0.2.0/24 ip4:198.51.100.1 -all"},
      {"v=spf1 -ip4:192.0.2.7 include:inc.example.net exp=why.example.com -all",
       "v=spf1 ip4:192.0.2.0/30 ip4:192.0.2.4/31 ip4:192.0.2.6 ip4:192.0.2.8/29 "
       "ip4:192.0.2.16/28 ip4:192.0.2.32/27 ip4:192.0.2.64/26 ip4:192.0.2.128/25 -all "
       "exp=why.example.com"},
      {"v=spf1 ?include:inc.example.net ?all", "v=spf1 ?all"},
      {"v=spf1 ip4:198.51.100.1 exists:%{i}.example.com include:inc.example.net -all",
       "v=spf1 ip4:198.51.100.1 exists:%{i}.example.com ip4:192.0.2.0/24 -all"},
      {"v=spf1 include:macro.example.net a:host.example.com -all",
       "v=spf1 include:macro.example.net ip4:198.51.100.1 -all"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.record);
    MemoryResolver dns;
    dns.txt("example.com", std::string(row.record));
    dns.txt("inc.example.net", "v=spf1 ip4:192.0.2.0/25 ip4:192.0.2.128/25 -all");
    dns.txt("macro.example.net", "v=spf1 exists:%{l}.example.net -all");
    dns.address("host.example.com", "198.51.100.1");
    const auto flattened = flatten(example(), dns);
    REQUIRE(flattened);
    REQUIRE(flattened->records.size() == 1);
    CHECK(flattened->records.front().text == row.flat);
  }
}

TEST_CASE("a record that can end in an error is not flattened") {
  for (const std::string_view record :
       {"", "v=spf1 moo -all", "v=spf1 include:gone.example.net -all",
        "v=spf1 include:example.com -all", "v=spf1 redirect=gone.example.net"}) {
    CAPTURE(record);
    MemoryResolver dns;
    if (!record.empty()) dns.txt("example.com", std::string(record));
    CHECK_FALSE(flatten(example(), dns));
  }
}

TEST_CASE("what is too long for one answer is split, and as many look-ups as there are allowed") {
  MemoryResolver dns;
  std::string record = "v=spf1";
  for (int i = 0; i < 20; ++i) {
    record += fmt::format(" include:i{}.example.net", i);
    std::string included = "v=spf1";
    for (int j = 0; j < 20; ++j) included += fmt::format(" ip4:198.18.{}.{}", i, 4 * j);
    dns.txt(fmt::format("i{}.example.net", i), included + " -all");
  }
  dns.txt("example.com", record + " -all");
  const auto flattened = flatten(example(), dns);
  REQUIRE(flattened);
  CHECK(flattened->lookups_before == 20);
  CHECK(flattened->lookups <= 10);
  CHECK(flattened->records.size() == flattened->lookups + 1);
  CHECK(flattened->records[0].text.starts_with("v=spf1 include:_spf1.example.com include:_spf2."));
  CHECK(flattened->records[1].name.text() == "_spf1.example.com");
  dns::Overlay flat(dns);
  publish(*flattened, flat);
  for (const std::string_view client : {"198.18.0.0", "198.18.19.76", "198.18.19.77"}) {
    const Query query{IpAddress::parse(client).value(), example(), std::nullopt, std::nullopt};
    CHECK(check_host(query, flat).result ==
          (client == "198.18.19.77" ? Result::fail : Result::pass));
  }
}

TEST_CASE("a flattened record gives every client the result of the original") {
  Dice dice(2604);
  int compared = 0;
  for (int world = 0; world < 600; ++world) {
    CAPTURE(world);
    MemoryResolver dns;
    dice.fill(dns);
    const auto domain = DomainName::parse(dice.name()).value();
    const auto flattened = flatten(domain, dns);
    if (!flattened) continue;
    dns::Overlay flat(dns);
    publish(*flattened, flat);
    for (int i = 0; i < 12; ++i) {
      const Query query{IpAddress::parse(dice.address()).value(), domain, "a-b.c", "b.c"};
      CAPTURE(query.client.to_string());
      CAPTURE(flattened->records.front().text);
      const auto before = check_host(query, dns, without_limits());
      const auto after = check_host(query, flat, without_limits());
      CHECK(name_of(before.result) == name_of(after.result));
      ++compared;
    }
  }
  CHECK(compared > 500);
}
