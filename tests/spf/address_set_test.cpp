#include "address_set.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

using namespace hardfail;
using namespace hardfail::spf;

namespace {

AddressRange range(std::string_view network) { return range_of(IpNetwork::parse(network).value()); }

std::string shown(std::vector<AddressRange> ranges) {
  std::string text;
  for (const auto& each : merged(std::move(ranges))) {
    for (const auto& network : networks_of(each)) text += network.to_string() + ' ';
  }
  return text;
}

}  // namespace

TEST_CASE("ranges that overlap or adjoin become the fewest networks") {
  const struct {
    std::vector<std::string_view> networks;
    std::string_view merged;
  } rows[] = {
      {{"192.0.2.0/25", "192.0.2.128/25"}, "192.0.2.0/24 "},
      {{"192.0.2.128/25", "192.0.2.7", "192.0.2.0/24"}, "192.0.2.0/24 "},
      {{"192.0.2.1", "192.0.2.2", "192.0.2.3"}, "192.0.2.1 192.0.2.2/31 "},
      {{"2001:db8::/33", "192.0.2.1", "2001:db8:8000::/33"}, "192.0.2.1 2001:db8::/32 "},
      {{"0.0.0.0/1", "128.0.0.0/1"}, "0.0.0.0/0 "},
      {{"255.255.255.255", "::"}, "255.255.255.255 :: "},
      {{"::/0", "2001:db8::1"}, "::/0 "},
  };
  for (const auto& row : rows) {
    CAPTURE(row.merged);
    std::vector<AddressRange> ranges;
    for (const auto network : row.networks) ranges.push_back(range(network));
    CHECK(shown(ranges) == row.merged);
  }
}

TEST_CASE("what is taken out of a set is there once") {
  AddressSet v4(IpAddress::Family::v4);
  CHECK(shown(v4.take(range("192.0.2.0/24"))) == "192.0.2.0/24 ");
  CHECK(v4.take(range("192.0.2.128/25")).empty());
  CHECK(shown(v4.take(range("192.0.2.0/23"))) == "192.0.3.0/24 ");
  CHECK(v4.take(range("2001:db8::/32")).empty());
  CHECK(shown(v4.take(range("255.255.255.255"))) == "255.255.255.255 ");
  CHECK_FALSE(v4.empty());
  CHECK(v4.take_all().size() == 2);
  CHECK(v4.empty());
}

TEST_CASE("a range that ends among IPv4-mapped addresses loses those alone") {
  AddressSet v6(IpAddress::Family::v6);
  CHECK(shown(v6.take(range("::/80"))) == "::/80 ");
  const auto rest = v6.take_all();
  REQUIRE(rest.size() == 1);
  CHECK(networks_of(rest.front()).front().to_string() == "::1:0:0:0/80");
}
