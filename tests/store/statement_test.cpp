#include "statement.hpp"

#include <doctest/doctest.h>

#include <numeric>

#include "fixture.hpp"

using namespace hardfail;
using namespace hardfail::store;
using namespace hardfail::store::fixture;

TEST_CASE("many rows are inserted in their order, however many they are") {
  const TemporaryDirectory directory;
  Connection connection(directory.database(), OpenMode::create);
  connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, number INTEGER, text TEXT, x BLOB)");
  BulkInsert insert(connection, "t (number, text, x)", 3);
  for (const std::size_t rows : {0U, 1U, 15U, 16U, 17U, 32U, 100U}) {
    CAPTURE(rows);
    connection.execute("DELETE FROM t");
    std::vector<std::int64_t> numbers(rows);
    std::iota(numbers.begin(), numbers.end(), 1);
    insert.run(std::span<const std::int64_t>(numbers), [](const std::int64_t& number) {
      const std::optional<std::int64_t> odd =
          number % 2 != 0 ? std::optional(number) : std::nullopt;
      return std::tuple(number, std::string_view("text"), odd);
    });
    Statement query(connection, "SELECT id, number, text, x FROM t ORDER BY id");
    for (std::size_t row = 1; row <= rows; ++row) {
      REQUIRE(query.step());
      CHECK(query.integer(0) == static_cast<std::int64_t>(row));
      CHECK(query.integer(1) == query.integer(0));
      CHECK(query.text(2) == "text");
      CHECK(query.is_null(3) == (row % 2 == 0));
    }
    CHECK_FALSE(query.step());
  }
}

TEST_CASE("a row that the table refuses is told when many are inserted, too") {
  const TemporaryDirectory directory;
  Connection connection(directory.database(), OpenMode::create);
  connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, number INTEGER NOT NULL)");
  BulkInsert insert(connection, "t (number)", 1);
  std::vector<std::optional<std::int64_t>> numbers(20, 1);
  numbers[5].reset();
  const auto run = [&] {
    insert.run(std::span<const std::optional<std::int64_t>>(numbers),
               [](const auto& number) { return std::tuple(number); });
  };
  CHECK(failure_of(run) == Failure::internal);
  numbers[5] = 1;
  CHECK_FALSE(failure_of(run));
}

TEST_CASE("statements alike are independent of each other, and of those that were before them") {
  const TemporaryDirectory directory;
  Connection connection(directory.database(), OpenMode::create);
  constexpr std::string_view sql = "SELECT ?1 UNION ALL SELECT 2";
  {
    Statement first(connection, sql);
    REQUIRE(first.bind(std::string_view("text")).step());
    Statement second(connection, sql);
    REQUIRE(second.bind(std::int64_t{7}).step());
    CHECK(first.text(0) == "text");
    CHECK(second.integer(0) == 7);
  }
  for (int i = 0; i < 3; ++i) {
    Statement later(connection, sql);
    REQUIRE(later.step());
    CHECK(later.is_null(0));
  }
  connection.execute("CREATE TABLE t (x); INSERT INTO t VALUES (1)");
  CHECK(Statement(connection, "SELECT * FROM t").first() == 1);
  connection.execute("DROP TABLE t; CREATE TABLE t (y); INSERT INTO t VALUES (2)");
  CHECK(Statement(connection, "SELECT * FROM t").first() == 2);
}
