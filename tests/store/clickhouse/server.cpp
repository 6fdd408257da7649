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
  const auto database = "test_" + std::to_string(++number);
  // "clickhouse://127.0.0.1:PORT/", and what follows the name of the database, after a blank.
  const char* cluster = std::getenv("HARDFAIL_TEST_CLUSTER");
  if (cluster == nullptr) return address_of(database);
  const std::string place = cluster;
  const auto blank = place.find(' ');
  return place.substr(0, blank) + database + place.substr(blank + 1);
}

}  // namespace hardfail::store::fixture
