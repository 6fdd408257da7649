#include "hardfail/net/special_use.hpp"

#include <doctest/doctest.h>

using namespace hardfail;

namespace {

std::string_view source_of(std::string_view network) {
  const auto use = special_use_of(IpNetwork::parse(network).value());
  return use ? use->source : std::string_view("none");
}

}  // namespace

TEST_CASE("an address is special within the bounds of its network only") {
  CHECK(source_of("9.255.255.255") == "none");
  CHECK(source_of("10.0.0.0") == "RFC 1918");
  CHECK(source_of("172.31.255.255") == "RFC 1918");
  CHECK(source_of("172.32.0.0") == "none");
  CHECK(source_of("127.0.0.1") == "RFC 1122");
  CHECK(source_of("fe80::1") == "RFC 4291");
  CHECK(source_of("fdff::1") == "RFC 4193");
  CHECK(source_of("fe00::1") == "none");
}

TEST_CASE("a network is special where all of it is") {
  CHECK(source_of("10.0.0.0/8") == "RFC 1918");
  CHECK(source_of("10.0.0.0/7") == "none");
}

TEST_CASE("what is for documentation is told from what is reserved") {
  CHECK(special_use_of(*IpNetwork::parse("192.0.2.1"))->kind == SpecialUse::Kind::documentation);
  CHECK(special_use_of(*IpNetwork::parse("192.168.2.1"))->kind == SpecialUse::Kind::reserved);
}
