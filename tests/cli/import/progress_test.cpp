#include "import/progress.hpp"

#include <doctest/doctest.h>

#include "surroundings.hpp"

using namespace hardfail;
using namespace hardfail::cli;

TEST_CASE("progress is drawn on a terminal ten times a second at most, and removed") {
  test::Surroundings around;
  around.err_columns = 120;
  const auto environment = around.environment();
  {
    Progress progress(environment, Verbosity::normal, {10, 4000, 0});
    progress.show({0, 0, 0});
    CHECK(around.err.str().empty());
    around.ticks += std::chrono::seconds(2);
    progress.show({5, 2000, 3000});
    progress.show({6, 2400, 3600});
  }
  CHECK(around.err.str() ==
        "\r[############............] 5 of 10 files, 3,000 rows, 1,500 rows/s, 2 s "
        "left\x1b[K\r\x1b[K");
}

TEST_CASE("progress is not drawn into a file, nor with --quiet") {
  for (const bool terminal : {false, true}) {
    test::Surroundings around;
    around.err_columns = terminal ? 80 : 0;
    const auto environment = around.environment();
    Progress progress(environment, terminal ? Verbosity::quiet : Verbosity::normal, {10, 4000, 0});
    around.ticks += std::chrono::seconds(2);
    progress.show({5, 2000, 3000});
    CHECK(around.err.str().empty());
  }
}

TEST_CASE("the time that is left follows from the octets, and is not told where nobody knows") {
  struct Row {
    std::uint64_t octets, done;
    int seconds;
    std::string_view left;
  };
  for (const auto& row :
       {Row{1000, 500, 5, ", 5 s left\x1b"}, Row{1000, 10, 10, ", 17 min left\x1b"},
        Row{100'000, 100, 10, ", 2 h 47 min left\x1b"}, Row{1000, 2000, 5, ", 0 s left\x1b"},
        Row{0, 500, 5, " rows/s\x1b"}, Row{1000, 0, 5, " rows/s\x1b"}}) {
    CAPTURE(row.left);
    test::Surroundings around;
    around.err_columns = 120;
    const auto environment = around.environment();
    Progress progress(environment, Verbosity::normal, {1, row.octets, 0});
    around.ticks += std::chrono::seconds(row.seconds);
    progress.show({0, row.done, 5});
    CHECK(around.err.str().find(row.left) != std::string::npos);
  }
}

TEST_CASE("the line never reaches the last column, however narrow the terminal") {
  for (const std::size_t columns : {1U, 20U, 50U, 80U, 200U}) {
    CAPTURE(columns);
    test::Surroundings around;
    around.err_columns = columns;
    const auto environment = around.environment();
    Progress progress(environment, Verbosity::normal, {12'345, 4'000'000'000, 0});
    around.ticks += std::chrono::hours(2);
    progress.show({11'111, 2'000'000'000, 123'456'789});
    const auto drawn = around.err.str();
    CHECK(drawn.size() - std::string_view("\r\x1b[K").size() < columns);
    CHECK((drawn.find("[#") != std::string::npos) == (columns >= 80));
  }
}
