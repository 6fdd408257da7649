#include "after/swing.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <random>
#include <vector>

using namespace hardfail::analysis;

namespace {

std::vector<Stretch> weeks_of(std::initializer_list<double> seen, double expected = 100) {
  std::vector<Stretch> weeks;
  for (const auto each : seen) weeks.push_back({each, expected, 7});
  return weeks;
}

}  // namespace

TEST_CASE("of steady mail half is far too little, and of mail that swings widely it is not") {
  const Stretch fortnight{100, 200, 14};
  const Swing steady(weeks_of({102, 97, 108, 95, 100, 91, 104, 103}));
  CHECK(steady.at_most(fortnight, 0) < 1e-4);
  const Swing wild(weeks_of({20, 260, 40, 180, 10, 90, 160, 40}));
  CHECK(wild.at_most(fortnight, 0) > 0.05);
}

TEST_CASE("the fewer weeks are known, the more is possible") {
  const Stretch fortnight{120, 200, 14};
  const Swing eight(weeks_of({102, 97, 108, 95, 100, 91, 104, 103}));
  const Swing three(weeks_of({102, 97, 101}));
  CHECK(eight.at_most(fortnight, 0) * 10 < three.at_most(fortnight, 0));
}

TEST_CASE("what was expected counts but for a common factor") {
  const Swing single(weeks_of({102, 97, 108, 95}, 1));
  const Swing hundred(weeks_of({102, 97, 108, 95}, 100));
  CHECK(single.at_most({70, 1, 7}, 0) == doctest::Approx(hundred.at_most({70, 100, 7}, 0)));
  CHECK(single.mean({0, 2, 14}) == doctest::Approx(201).epsilon(0.02));
}

TEST_CASE("a stretch that may differ by more is held to less") {
  const Swing steady(weeks_of({1020, 970, 1080, 950, 1000, 910, 1040, 1030}, 1000));
  CHECK(steady.at_most({1500, 2000, 14}, 0.01) > 10 * steady.at_most({1500, 2000, 14}, 0.0025));
}

TEST_CASE("a quantile is the count below which that share lies") {
  const Swing steady(weeks_of({102, 97, 108, 95, 100, 91, 104, 103}));
  for (const double probability : {0.025, 0.5, 0.975}) {
    CAPTURE(probability);
    const auto count = steady.quantile({0, 200, 14}, 0, probability);
    CHECK(steady.at_most({count, 200, 14}, 0) >= probability);
    CHECK(steady.at_most({count - 2, 200, 14}, 0) < probability);
  }
}

TEST_CASE("mail of no week before is next to none") {
  const Swing none(weeks_of({0, 0, 0, 0}));
  CHECK(none.mean({0, 100, 7}) < 1);
  CHECK(none.at_most({0, 100, 7}, 0) > 0.5);
}

TEST_CASE(
    "of mail that swings as the model says, nine of ten fortnights or more lie in the interval") {
  std::mt19937_64 random(18);
  for (const double variation : {0.05, 0.2, 0.5}) {
    CAPTURE(variation);
    const double shape = 1 / (variation * variation);
    const auto week = [&](double mean) {
      std::gamma_distribution<double> swing(shape, 1 / shape);
      return static_cast<double>(std::poisson_distribution<int>(mean * swing(random))(random));
    };
    int inside = 0;
    constexpr int tries = 1000;
    for (int i = 0; i < tries; ++i) {
      std::vector<Stretch> weeks;
      for (int n = 0; n < 8; ++n) weeks.push_back({week(50), 50, 7});
      const Swing swing(weeks);
      const Stretch fortnight{week(50) + week(50), 100, 14};
      inside += fortnight.seen >= swing.quantile(fortnight, 0, 0.025) &&
                fortnight.seen <= swing.quantile(fortnight, 0, 0.975);
    }
    CHECK(inside >= 0.9 * tries);
    CHECK(inside <= 0.99 * tries);
  }
}
