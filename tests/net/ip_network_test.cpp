#include "hardfail/net/ip_network.hpp"

#include <doctest/doctest.h>

#include "capture.hpp"

using namespace hardfail;

TEST_CASE("networks are read, host bits cleared") {
  CHECK(IpNetwork::parse("192.0.2.77/24")->to_string() == "192.0.2.0/24");
  CHECK(IpNetwork::parse("192.0.2.77")->to_string() == "192.0.2.77");
  CHECK(IpNetwork::parse("2001:db8::1/32")->to_string() == "2001:db8::/32");
  for (const char* text :
       {"", "/24", "192.0.2.0/", "192.0.2.0/33", "192.0.2.0/-1", "2001:db8::/129", "x/8"}) {
    CAPTURE(text);
    CHECK_FALSE(IpNetwork::parse(text).has_value());
  }
}

TEST_CASE("the network around an address is a /24 of IPv4, a /64 of IPv6") {
  CHECK(IpNetwork::around(*IpAddress::parse("192.0.2.77")).to_string() == "192.0.2.0/24");
  CHECK(IpNetwork::around(*IpAddress::parse("2001:db8:1:2:3::4")).to_string() ==
        "2001:db8:1:2::/64");
}

TEST_CASE("a network contains its addresses and its parts") {
  const auto network = *IpNetwork::parse("198.51.100.0/22");
  CHECK(network.contains(*IpAddress::parse("198.51.103.255")));
  CHECK_FALSE(network.contains(*IpAddress::parse("198.51.104.0")));
  CHECK(network.contains(*IpNetwork::parse("198.51.101.0/24")));
  CHECK_FALSE(network.contains(*IpNetwork::parse("198.51.100.0/21")));
  CHECK_FALSE(network.contains(*IpNetwork::parse("2001:db8::/32")));
}

TEST_CASE("the address above a network is the first that a client can have") {
  struct Row {
    const char* network;
    const char* next;  // empty: none
  };
  for (const auto& [network, next] : {
           Row{"0.0.0.0/0", ""},
           Row{"192.0.2.0/24", "192.0.3.0"},
           Row{"192.0.2.255", "192.0.3.0"},
           Row{"192.0.2.128/25", "192.0.3.0"},
           Row{"127.0.0.0/9", "127.128.0.0"},
           Row{"255.255.255.255", ""},
           Row{"::/0", ""},
           Row{"2001:db8::/33", "2001:db8:8000::"},
           Row{"2001:db8::ffff:ffff:ffff:ffff", "2001:db8:0:1::"},
           Row{"::fffe:0:0/96", "::1:0:0:0"},  // not ::ffff:0:0, which reads as IPv4
           Row{"ffff::/16", ""},
       }) {
    CAPTURE_BOUND(network);
    const auto found = IpNetwork::parse(network)->next_address();
    CHECK((found ? found->to_string() : "") == next);
  }
}
