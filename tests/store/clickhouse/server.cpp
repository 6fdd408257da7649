#include "clickhouse/server.hpp"

#include <cstdlib>
#include <iostream>

namespace hardfail::store::fixture {

test::ClickHouse& server() {
  static const auto started = test::ClickHouse::start();
  if (started == nullptr) {
    constexpr int skipped = 77;  // SKIP_RETURN_CODE in tests/CMakeLists.txt
    std::cout << "skipped: no clickhouse-server\n" << std::flush;
    std::_Exit(skipped);
  }
  return *started;
}

std::string address_of(std::string_view database, std::string_view user) {
  return "clickhouse://" + std::string(user) + "@127.0.0.1:" + std::to_string(server().port()) +
         "/" + std::string(database);
}

std::string fresh_address() {
  static int number = 0;
  return address_of("test_" + std::to_string(++number));
}

}  // namespace hardfail::store::fixture
