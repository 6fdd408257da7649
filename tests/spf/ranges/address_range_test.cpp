#include "ranges/address_range.hpp"

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

TEST_CASE("a range knows how many addresses it holds") {
  CHECK(size_of(range_of(IpNetwork::parse("0.0.0.0/0").value())) == 4294967296.0);
  CHECK(size_of(range_of(IpNetwork::parse("192.0.2.7").value())) == 1);
  CHECK(size_of(range_up_to(IpAddress::parse("192.0.1.255").value(),
                            IpAddress::parse("192.0.3.0").value())) == 257);
  CHECK(size_of(range_of(IpNetwork::parse("2001:db8::/64").value())) == 18446744073709551616.0);
}

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

TEST_CASE("a range reaches up to an address, or to the end of the family") {
  const auto address = [](std::string_view text) { return IpAddress::parse(text).value(); };
  CHECK(shown({range_up_to(address("192.0.2.0"), address("192.0.3.0"))}) == "192.0.2.0/24 ");
  CHECK(shown({range_up_to(address("192.0.2.254"), address("192.0.3.1"))}) ==
        "192.0.2.254/31 192.0.3.0 ");
  CHECK(shown({range_from(address("255.255.255.254"))}) == "255.255.255.254/31 ");
  CHECK(shown({range_from(address("8000::"))}) == "8000::/1 ");
}

TEST_CASE("the IPv4-mapped addresses at the end of a range make no network") {
  const auto end = IpAddress::parse("::1:0:0:0").value();
  CHECK(shown({range_up_to(IpAddress::parse("::fffe:ffff:ffff").value(), end)}) ==
        "::fffe:ffff:ffff ");
}
