// What --db names: the address of a ClickHouse server.
#include <string>

#include "fuzz.hpp"
#include "hardfail/store/clickhouse.hpp"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hardfail;
  using store::ClickHouseAddress;
  const auto octets = std::string(fuzz::octets_of(data, size));
  for (const auto& text : {octets, std::string(ClickHouseAddress::scheme) + octets}) {
    const auto address = ClickHouseAddress::parse(text);
    if (!address) {
      fuzz::require(!address.error().text.empty(), "a refusal says why");
      continue;
    }
    const auto again = ClickHouseAddress::parse(address->to_string());
    fuzz::require(again && again->to_string() == address->to_string() &&
                      again->server() == address->server() &&
                      again->database() == address->database() && again->url() == address->url(),
                  "an address is the one that it is shown as");
    for (const auto* part : {&address->user(), &address->database(), &address->url()}) {
      fuzz::require(part->find_first_of("\r\n") == std::string::npos, "nothing ends a header");
    }
  }
  return 0;
}
