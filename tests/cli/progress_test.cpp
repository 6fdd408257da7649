#include "progress.hpp"

#include <doctest/doctest.h>

#include "surroundings.hpp"

using namespace hardfail;
using namespace hardfail::cli;

TEST_CASE("progress is drawn on a terminal ten times a second at most, and taken away") {
  test::Surroundings around;
  around.err_is_terminal = true;
  const auto environment = around.environment();
  {
    Progress progress(environment, Verbosity::normal, 10);
    progress.show(0, 0);
    CHECK(around.err.str().empty());
    around.ticks += std::chrono::seconds(2);
    progress.show(5, 3000);
    progress.show(6, 3600);
  }
  CHECK(around.err.str() ==
        "\r[############............] 5 of 10 files, 3000 rows, 1500 rows/s\x1b[K\r\x1b[K");
}

TEST_CASE("progress is not drawn into a file, nor with --quiet") {
  for (const bool terminal : {false, true}) {
    test::Surroundings around;
    around.err_is_terminal = terminal;
    const auto environment = around.environment();
    Progress progress(environment, terminal ? Verbosity::quiet : Verbosity::normal, 10);
    around.ticks += std::chrono::seconds(2);
    progress.show(5, 3000);
    CHECK(around.err.str().empty());
  }
}
