#include "page/even_cap.hpp"

#include <doctest/doctest.h>

using hardfail::render::even_cap;

TEST_CASE("short lists are left whole, and leave their share to longer ones") {
  CHECK(even_cap({3, 5, 2}, 10) == 5);
  CHECK(even_cap({3, 500, 2}, 10) == 5);
  CHECK(even_cap({100, 500, 2}, 10) == 4);
  CHECK(even_cap({60'000}, 2'500) == 2'500);
  CHECK(even_cap({5, 5, 5}, 2) == 0);
  CHECK(even_cap({}, 10) == 0);
}
