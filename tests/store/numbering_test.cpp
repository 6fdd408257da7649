#include "numbering.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace hardfail::store;

TEST_CASE("values are numbered in the order that they come, each once") {
  std::vector<std::string> values;
  Numbering<std::string> numbering(values);
  CHECK(numbering.number_of("b") == 0);
  CHECK(numbering.number_of("a") == 1);
  CHECK(numbering.number_of("b") == 0);
  CHECK(values == std::vector<std::string>{"b", "a"});
}

TEST_CASE("numbers stay as they are while the table grows") {
  std::vector<std::int64_t> values;
  Numbering<std::int64_t> numbering(values);
  constexpr std::int64_t many = 10'000;
  constexpr std::int64_t stride = std::int64_t{1} << 32U;  // alike in the lower half
  for (std::int64_t i = 0; i < many; ++i) REQUIRE(numbering.number_of(i * stride) == i);
  for (std::int64_t i = 0; i < many; ++i) REQUIRE(numbering.number_of(i * stride) == i);
  CHECK(values.size() == many);
}
