#include "hardfail/net/ip_address.hpp"

#include <doctest/doctest.h>

#include "hardfail/net/domain_name.hpp"

using namespace hardfail;

TEST_CASE("text that is not an address is refused") {
  for (const char* text : {"", "192.0.2", "192.0.2.1/24", " 192.0.2.1", "example.com",
                           "192.0.2.256", "1.2.3.4.5", "X.X.X.X", "::1%eth0", "2001:db8::1::"}) {
    CAPTURE(text);
    CHECK_FALSE(IpAddress::parse(text).has_value());
  }
}

TEST_CASE("addresses are written in their shortest form") {
  CHECK(IpAddress::parse("2001:0DB8:0:0::0001")->to_string() == "2001:db8::1");
  CHECK(IpAddress::parse("192.0.2.1")->to_string() == "192.0.2.1");
}

TEST_CASE("an IPv4-mapped address is the IPv4 address") {
  CHECK(IpAddress::parse("::ffff:192.0.2.1") == IpAddress::parse("192.0.2.1"));
  CHECK(IpAddress::parse("0000:0000:0000:0000:0000:FFFF:7F00:2") == IpAddress::parse("127.0.0.2"));
}

TEST_CASE("a prefix compares bits, and never across families") {
  const auto address = *IpAddress::parse("192.0.2.129");
  CHECK(address.in_prefix(*IpAddress::parse("192.0.2.128"), 25));
  CHECK_FALSE(address.in_prefix(*IpAddress::parse("192.0.2.0"), 25));
  CHECK(address.in_prefix(*IpAddress::parse("10.0.0.0"), 0));
  CHECK_FALSE(address.in_prefix(*IpAddress::parse("::"), 0));
  CHECK(IpAddress::parse("2001:db8:8000::1")->in_prefix(*IpAddress::parse("2001:db8:8000::"), 33));
}

TEST_CASE("the reverse name is where PTR records live") {
  CHECK(IpAddress::parse("192.0.2.1")->reverse_name().text() == "1.2.0.192.in-addr.arpa");
  CHECK(IpAddress::parse("2001:db8::cb01")->reverse_name().text() ==
        "1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa");
}
