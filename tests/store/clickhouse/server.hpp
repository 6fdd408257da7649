#pragma once

#include <string>
#include <string_view>

#include "clickhouse.hpp"

namespace hardfail::store::fixture {

/// The server of this test program. Where the package is not installed, the program ends as a test
/// does that is skipped.
[[nodiscard]] test::ClickHouse& server();

/// The address of a database that nobody has made yet.
[[nodiscard]] std::string fresh_address();

/// "clickhouse://USER@127.0.0.1:PORT/DATABASE"
[[nodiscard]] std::string address_of(std::string_view database, std::string_view user = "default");

}  // namespace hardfail::store::fixture
