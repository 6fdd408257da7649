#include "hardfail/util/count.hpp"

#include <doctest/doctest.h>

using namespace hardfail;

TEST_CASE("numbers are grouped in threes, in ASCII") {
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(1000) == "1,000");
  CHECK(grouped(112'763) == "112,763");
  CHECK(grouped(1'234'567) == "1,234,567");
}

TEST_CASE("a noun follows its number") {
  CHECK(counted(0, "report") == "0 reports");
  CHECK(counted(1, "report") == "1 report");
  CHECK(counted(1196, "report") == "1,196 reports");
  CHECK(counted(1, "address", "addresses") == "1 address");
  CHECK(counted(4, "address", "addresses") == "4 addresses");
}

TEST_CASE("a percentage never rounds something to nothing, nor most to all") {
  CHECK(percent(0.0) == "0%");
  CHECK(percent(1e-9) == "<0.0001%");
  CHECK(percent(3.0 / 7622) == "0.039%");
  CHECK(percent(0.001) == "0.1%");
  CHECK(percent(0.125) == "12%");
  CHECK(percent(0.996) == ">99%");
  CHECK(percent(1.0) == "100%");
  CHECK(percent(3.0) == "300%");
}
