#include "hardfail/dns/network.hpp"

#include <doctest/doctest.h>

using namespace hardfail::dns;

TEST_CASE("a server is an address with or without a port") {
  const struct {
    std::string_view text;
    std::string_view address;
    int port;
  } rows[] = {
      {"192.0.2.1", "192.0.2.1", 53},     {"192.0.2.1:5353", "192.0.2.1", 5353},
      {"2001:db8::1", "2001:db8::1", 53}, {"[2001:db8::1]:5353", "2001:db8::1", 5353},
      {"[::1]:65535", "::1", 65535},
  };
  for (const auto& row : rows) {
    CAPTURE(row.text);
    const auto server = Server::parse(row.text);
    REQUIRE(server.has_value());
    CHECK(server->address.to_string() == row.address);
    CHECK(server->port == row.port);
  }
}

TEST_CASE("what names no server is refused") {
  for (const std::string_view text :
       {"", "ns.example", "192.0.2.1:", "192.0.2.1:0", "192.0.2.1:65536", "192.0.2.1:-1",
        "192.0.2.1: 53", "[192.0.2.1]:53", "[2001:db8::1", "[2001:db8::1]:", "2001:db8::1]:53",
        ":53", "[]:53", "192.0.2.1:53:53"}) {
    CAPTURE(text);
    CHECK_FALSE(Server::parse(text).has_value());
  }
}
