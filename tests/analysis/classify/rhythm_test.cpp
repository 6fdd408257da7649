#include "classify/rhythm.hpp"

#include <doctest/doctest.h>

#include <initializer_list>
#include <vector>

using namespace hardfail::analysis;
namespace chr = std::chrono;

namespace {

/// A Monday.
constexpr chr::sys_days start = chr::year{2026} / 6 / 1;

DaySet days(const std::vector<int>& numbers) {
  DaySet set;
  for (const int number : numbers) set.add(start + chr::days{number});
  return set;
}

DaySet every(int step, int count) {
  DaySet set;
  for (int i = 0; i < count; ++i) set.add(start + chr::days{i * step});
  return set;
}

/// So many days from Monday to Friday.
DaySet working_days(unsigned count) {
  DaySet set;
  for (int number = 0; set.size() < count; ++number) {
    if (number % 7 < 5) set.add(start + chr::days{number});
  }
  return set;
}

/// Each of so many neighbouring days of the week in turn, in so many weeks.
DaySet weekly(int weeks, int width) {
  DaySet set;
  for (int week = 0; week < weeks; ++week) set.add(start + chr::days{week * 7 + week % width});
  return set;
}

std::optional<Rhythm> rhythm_of(const DaySet& set) {
  const auto found = find_rhythm(set, set);
  return found ? std::optional(found->kind) : std::nullopt;
}

}  // namespace

TEST_CASE("twenty days that are all from Monday to Friday are a rhythm") {
  CHECK(rhythm_of(working_days(20)) == Rhythm::working_days);
  CHECK(rhythm_of(working_days(19)) != Rhythm::working_days);
  auto with_saturday = working_days(20);
  with_saturday.add(start + chr::days{5});
  CHECK(rhythm_of(with_saturday) != Rhythm::working_days);
}

TEST_CASE("the same time of every week is a rhythm, after more weeks the wider it is") {
  for (const auto& [weeks, width] : std::vector<std::pair<int, int>>{{6, 1}, {9, 2}, {14, 3}}) {
    const int enough = weeks;
    const int spread = width;
    CAPTURE(spread);
    CHECK(rhythm_of(weekly(enough, spread)) == Rhythm::weekly);
    CHECK(rhythm_of(weekly(enough - 1, spread)) != Rhythm::weekly);
  }
  CHECK(rhythm_of(weekly(40, 4)) != Rhythm::weekly);
}

TEST_CASE("only reports about a single day tell the day of the week") {
  CHECK_FALSE(find_rhythm(weekly(6, 1), DaySet{}).has_value());
}

TEST_CASE("steady is fourteen days over twenty-eight") {
  // Days 0, 2, ... 24, and a last one: every other day is less than two of three.
  std::vector<int> fourteen;
  for (int i = 0; i < 13; ++i) fourteen.push_back(2 * i);
  fourteen.push_back(27);
  CHECK(rhythm_of(days(fourteen)) == Rhythm::steady);
  fourteen.back() = 26;
  CHECK_FALSE(rhythm_of(days(fourteen)).has_value());
  fourteen.pop_back();
  fourteen.back() = 27;
  CHECK_FALSE(rhythm_of(days(fourteen)).has_value());
}

TEST_CASE("daily is two days of three") {
  std::vector<int> twenty;
  for (int i = 0; i < 30; ++i) {
    if (i % 3 != 1) twenty.push_back(i);
  }
  // 20 days, of which the last is day 29: two thirds of 30.
  CHECK(rhythm_of(days(twenty)) == Rhythm::daily);
  twenty.back() = 30;
  CHECK(rhythm_of(days(twenty)) == Rhythm::steady);
}

TEST_CASE("monthly is three bursts, a month apart") {
  CHECK(rhythm_of(days({0, 30, 60})) == Rhythm::monthly);
  CHECK_FALSE(rhythm_of(days({0, 30})).has_value());
  CHECK(rhythm_of(days({0, 26, 61})) == Rhythm::monthly);
  CHECK_FALSE(rhythm_of(days({0, 25, 60})).has_value());
  CHECK_FALSE(rhythm_of(days({0, 26, 62})).has_value());
}

TEST_CASE("a week without mail ends a burst") {
  CHECK(rhythm_of(days({0, 6, 30, 60})) == Rhythm::monthly);
  CHECK_FALSE(rhythm_of(days({0, 7, 30, 60})).has_value());
}

TEST_CASE("a rhythm is told with its figures") {
  CHECK(text_of(*find_rhythm(working_days(20), working_days(20))) ==
        "seen on 20 days, Monday to Friday only");
  CHECK(text_of(*find_rhythm(weekly(6, 1), weekly(6, 1))) ==
        "seen in 6 weeks, always at the same time of the week");
  CHECK(text_of(*find_rhythm(every(1, 30), every(1, 30))) == "seen on 30 days over 30");
  CHECK(text_of(*find_rhythm(days({0, 30, 60}), days({0, 30, 60}))) ==
        "seen once a month, on 3 days");
}
