#include "import/interrupts.hpp"

#include <doctest/doctest.h>

using namespace hardfail::cli;

TEST_CASE("an interrupt is held back until it is looked for, and then stays seen") {
  Interrupts interrupts;
  CHECK_FALSE(interrupts.seen());
  REQUIRE(raise(SIGINT) == 0);
  CHECK(interrupts.seen());
  CHECK(interrupts.seen());
}
