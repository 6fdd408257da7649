#include "hardfail/dns/host_names.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "hardfail/dns/zone.hpp"
#include "memory_resolver.hpp"

using namespace hardfail;

namespace {

std::vector<IpAddress> ips(std::initializer_list<const char*> texts) {
  std::vector<IpAddress> addresses;
  for (const char* text : texts) addresses.push_back(*IpAddress::parse(text));
  return addresses;
}

}  // namespace

TEST_CASE("a host name counts as confirmed only if it resolves back to the address") {
  const auto zone = dns::parse_zone(R"(
1.2.0.192.in-addr.arpa. 60 IN PTR mail.example.
2.2.0.192.in-addr.arpa. 60 IN PTR forged.example.
3.2.0.192.in-addr.arpa. 60 IN PTR forged.example.
3.2.0.192.in-addr.arpa. 60 IN PTR mail.example.
1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa. 60 IN PTR mail.example.
mail.example. 60 IN A 192.0.2.1
mail.example. 60 IN A 192.0.2.3
mail.example. 60 IN AAAA 2001:db8::1
forged.example. 60 IN A 192.0.2.99
)");
  const auto addresses = ips({"192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4", "2001:db8::1"});
  const auto hosts = dns::look_up_hosts(addresses, *zone);

  REQUIRE(hosts.size() == addresses.size());
  CHECK(hosts[0].host->name.text() == "mail.example");
  CHECK(hosts[0].host->confirmed);
  CHECK_FALSE(hosts[1].host->confirmed);
  CHECK(hosts[2].host->name.text() == "mail.example");
  CHECK(hosts[2].host->confirmed);
  CHECK_FALSE(hosts[3].host.has_value());
  CHECK(hosts[4].host->confirmed);
}

TEST_CASE("a host name holds as long as the shortest-lived answer it rests on") {
  const auto zone = dns::parse_zone(R"(
1.2.0.192.in-addr.arpa. 600 IN PTR short.example.
2.2.0.192.in-addr.arpa. 600 IN PTR long.example.
short.example. 60 IN A 192.0.2.1
long.example. 7200 IN A 192.0.2.2
)");
  const auto hosts = dns::look_up_hosts(ips({"192.0.2.1", "192.0.2.2", "192.0.2.3"}), *zone);
  CHECK(hosts[0].ttl == std::chrono::seconds(60));
  CHECK(hosts[1].ttl == std::chrono::seconds(600));
  CHECK(hosts[2].ttl == std::chrono::seconds(0));
}

TEST_CASE("what a DNS error left open holds for no time at all") {
  MemoryResolver dns;
  dns.fail("1.2.0.192.in-addr.arpa", dns::RecordType::ptr);
  dns.ptr("192.0.2.2", "broken.example").fail("broken.example", dns::RecordType::a);
  dns.ptr("192.0.2.3", "broken.example").ptr("192.0.2.3", "sound.example");
  dns.address("sound.example", "192.0.2.3");
  const auto hosts = dns::look_up_hosts(ips({"192.0.2.1", "192.0.2.2", "192.0.2.3"}), dns);
  CHECK_FALSE(hosts[0].ttl.has_value());
  CHECK_FALSE(hosts[1].ttl.has_value());
  CHECK_FALSE(hosts[1].host->confirmed);
  CHECK_FALSE(hosts[2].ttl.has_value());
  CHECK(hosts[2].host->confirmed);
}
