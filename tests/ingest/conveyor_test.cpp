#include "conveyor.hpp"

#include <doctest/doctest.h>

#include <new>

using namespace hardfail::ingest;
using namespace std::chrono_literals;

TEST_CASE("the writer is told of a reader that could not even put the end of its input") {
  Conveyor conveyor(1, 1024);
  CHECK(conveyor.claim() == 0);
  CHECK_FALSE(conveyor.take(0, 1ms));
  conveyor.fail(std::make_exception_ptr(std::bad_alloc()));
  CHECK_THROWS_AS((void)conveyor.take(0, 1ms), std::bad_alloc);
}
