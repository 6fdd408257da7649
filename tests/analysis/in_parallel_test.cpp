#include "in_parallel.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <stdexcept>

using hardfail::analysis::in_parallel;

TEST_CASE("the parts are the whole, each index once") {
  for (const std::size_t count :
       {std::size_t{0}, std::size_t{1}, std::size_t{9'999}, std::size_t{100'001}}) {
    CAPTURE(count);
    std::vector<int> touched(count);
    in_parallel(count, [&](std::size_t first, std::size_t last) {
      for (auto i = first; i < last; ++i) ++touched[i];
    });
    CHECK(std::ranges::count(touched, 1) == static_cast<std::ptrdiff_t>(count));
  }
}

TEST_CASE("what one part throws comes out, after the others have ended") {
  std::atomic<std::size_t> done = 0;
  const auto work = [&](std::size_t first, std::size_t last) {
    done += last - first;
    if (first == 0) throw std::runtime_error("first");
  };
  CHECK_THROWS_AS(in_parallel(100'000, work), std::runtime_error);
  CHECK(done == 100'000);
}
