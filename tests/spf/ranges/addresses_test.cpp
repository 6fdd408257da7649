#include "hardfail/spf/addresses.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

#include "dice.hpp"
#include "hardfail/spf/check.hpp"
#include "memory_resolver.hpp"

using namespace hardfail;
using namespace hardfail::spf;
using hardfail::test::Dice;

namespace {

Addresses addresses_of(MemoryResolver& dns) {
  return authorised_addresses(DomainName::parse("example.com").value(), dns);
}

std::string shown(const Addresses& addresses) {
  std::string text;
  for (const auto& [network, paths] : addresses.networks) {
    text += network.to_string() + " [";
    for (const auto& path : paths) text += fmt::format("({})", fmt::join(path, ">"));
    text += "] ";
  }
  return text;
}

bool holds(const Addresses& addresses, const IpAddress& address) {
  return std::ranges::any_of(addresses.networks, [&](const AuthorisedNetwork& each) {
    return each.network.contains(address);
  });
}

}  // namespace

TEST_CASE("networks are merged across terms, each with all ways to it") {
  MemoryResolver dns;
  dns.txt("example.com",
          "v=spf1 ip4:192.0.2.0/25 include:inc.example.net a:host.example.com/31 -all");
  dns.txt("inc.example.net", "v=spf1 -ip4:192.0.2.200 ip4:192.0.2.128/25 ip6:2001:db8::/127 ~all");
  dns.address("host.example.com", "198.51.100.9").address("host.example.com", "2001:db8::2");
  const auto addresses = addresses_of(dns);
  const std::string_view inc = "(include:inc.example.net>ip4:192.0.2.128/25)";
  CHECK(shown(addresses) ==
        fmt::format("192.0.2.0/25 [(ip4:192.0.2.0/25)] 192.0.2.128/26 [{0}] 192.0.2.192/29 [{0}] "
                    "192.0.2.201 [{0}] 192.0.2.202/31 [{0}] 192.0.2.204/30 [{0}] "
                    "192.0.2.208/28 [{0}] 192.0.2.224/27 [{0}] "
                    "198.51.100.8/31 [(a:host.example.com/31)] "
                    "2001:db8::/127 [(include:inc.example.net>ip6:2001:db8::/127)] "
                    "2001:db8::2 [(a:host.example.com/31)] ",
                    inc));
  CHECK(addresses.v4_count == 257);
  CHECK(addresses.v6_count == 3);
  CHECK(addresses.problems.empty());
}

TEST_CASE("what cannot be enumerated is named by the way to it") {
  MemoryResolver dns;
  dns.txt("example.com", "v=spf1 include:inc.example.net ptr ip4:192.0.2.1 -all");
  dns.txt("inc.example.net", "v=spf1 exists:%{i}.example.net -all");
  const auto addresses = addresses_of(dns);
  CHECK(shown(addresses) == "192.0.2.1 [(ip4:192.0.2.1)] ");
  REQUIRE(addresses.not_enumerated.size() == 2);
  CHECK(addresses.not_enumerated[0] ==
        TermPath{"include:inc.example.net", "exists:%{i}.example.net"});
  CHECK(addresses.not_enumerated[1] == TermPath{"ptr"});
}

TEST_CASE("behind the term that ends the evaluation nothing is authorised") {
  MemoryResolver dns;
  dns.txt("example.com", "v=spf1 ip4:192.0.2.1 include:gone.example.net ip4:192.0.2.2 -all");
  const auto addresses = addresses_of(dns);
  CHECK(shown(addresses) == "192.0.2.1 [(ip4:192.0.2.1)] ");
  CHECK(addresses.problems.size() == 2);
  MemoryResolver nothing;
  CHECK(addresses_of(nothing).problems.size() == 1);
}

TEST_CASE("an address is in the list exactly where check_host() passes it") {
  Dice dice(5321);
  int compared = 0;
  for (int world = 0; world < 600; ++world) {
    CAPTURE(world);
    MemoryResolver dns;
    dice.fill(dns);
    const auto domain = DomainName::parse(dice.name()).value();
    const auto addresses = authorised_addresses(domain, dns);
    if (!addresses.not_enumerated.empty()) continue;
    for (int i = 0; i < 12; ++i) {
      const auto client = IpAddress::parse(dice.address()).value();
      CAPTURE(client.to_string());
      const auto outcome = check_host({client, domain, "a", "b.c"}, dns);
      CHECK(holds(addresses, client) == (outcome.result == Result::pass));
      if (outcome.result == Result::pass) ++compared;
    }
  }
  CHECK(compared > 50);
}
