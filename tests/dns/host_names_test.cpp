#include "hardfail/dns/host_names.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "hardfail/dns/zone.hpp"

using namespace hardfail;

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
  std::vector<IpAddress> addresses;
  for (const char* text : {"192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4", "2001:db8::1"}) {
    addresses.push_back(*IpAddress::parse(text));
  }
  const auto hosts = dns::look_up_hosts(addresses, *zone);

  CHECK(hosts.at(addresses[0]).name.text() == "mail.example");
  CHECK(hosts.at(addresses[0]).confirmed);
  CHECK_FALSE(hosts.at(addresses[1]).confirmed);
  CHECK(hosts.at(addresses[2]).name.text() == "mail.example");
  CHECK(hosts.at(addresses[2]).confirmed);
  CHECK_FALSE(hosts.contains(addresses[3]));
  CHECK(hosts.at(addresses[4]).confirmed);
}
