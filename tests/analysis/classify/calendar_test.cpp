#include "classify/calendar.hpp"

#include <doctest/doctest.h>

#include <set>

#include "scenario.hpp"

using namespace hardfail;
using namespace hardfail::analysis;
using namespace hardfail::analysis::test;

namespace {

using std::chrono::days;

const std::chrono::sys_days monday{std::chrono::year{2026} / 11 / 2};

DaySet day_set(const std::set<int>& numbers) {
  DaySet set;
  for (const int number : numbers) set.add(monday + days{number});
  return set;
}

/// The numbers from `begin` on, `end` not among them.
std::set<int> range(int begin, int end) {
  std::set<int> numbers;
  for (int i = begin; i < end; ++i) numbers.insert(i);
  return numbers;
}

/// One listed server that sends on these days, in so many days of reports.
std::vector<int> silent_days(const std::set<int>& sending, int reported = 70) {
  const auto sent = day_set(sending);
  Profiles profiles;
  profiles.sources.emplace_back(ip("192.0.2.1")).governed_days = sent;
  const auto calendar =
      calendar_of(profiles, {Listing::by_record}, {day_set(range(0, reported)), {}});
  CHECK(calendar.last == monday + days{reported - 1});
  std::vector<int> silent;
  for (const auto day : calendar.silent.days()) {
    silent.push_back(static_cast<int>((day - monday).count()));
  }
  return silent;
}

std::set<int> without(std::set<int> numbers, const std::set<int>& left_out) {
  for (const int number : left_out) numbers.erase(number);
  return numbers;
}

std::set<int> working_days() {
  std::set<int> numbers;
  for (const int number : range(0, 70)) {
    if (number % 7 < 5) numbers.insert(number);
  }
  return numbers;
}

/// Whether days before the last one, of the window's 70, are new.
bool new_before_last(const std::set<int>& ago) {
  Calendar calendar{.observed = 70, .last = monday + days{69}, .silent = {}};
  std::set<int> numbers;
  for (const int number : ago) numbers.insert(69 - number);
  return are_new(day_set(numbers), calendar);
}

bool fills(const std::set<int>& numbers, const std::set<int>& silent) {
  return filling_of(day_set(numbers), day_set(silent)).stands_in;
}

}  // namespace

TEST_CASE("listed servers are silent on a day of the week on which they usually send") {
  CHECK(silent_days(range(0, 70)).empty());
  CHECK(silent_days(without(range(0, 70), {8, 9})) == std::vector<int>{8, 9});
  CHECK(silent_days(working_days()).empty());
  CHECK(silent_days(without(working_days(), {8})) == std::vector<int>{8});
  // Eight Tuesdays of ten are usual, seven are not.
  CHECK(silent_days(without(working_days(), {8, 15})) == std::vector<int>{8, 15});
  CHECK(silent_days(without(working_days(), {8, 15, 22})).empty());
}

TEST_CASE("of servers that send on less than thirty days nothing is usual") {
  CHECK(silent_days(without(range(0, 32), {8, 9}), 32) == std::vector<int>{8, 9});
  CHECK(silent_days(without(range(0, 31), {8, 9}), 31).empty());
}

TEST_CASE("new is what began in the last two weeks and was seen on two days of three since") {
  CHECK(new_before_last({0, 1, 2, 3}));
  CHECK_FALSE(new_before_last({0, 1, 2}));
  CHECK(new_before_last({2, 3, 4, 5}));
  CHECK_FALSE(new_before_last({3, 4, 5, 6}));
  CHECK(new_before_last({0, 2, 3, 5}));
  CHECK_FALSE(new_before_last({0, 2, 3, 6}));
  CHECK(new_before_last(range(0, 14)));
  CHECK_FALSE(new_before_last(range(0, 15)));
}

TEST_CASE("a burst is over that ended three days ago, and was one within two weeks") {
  const auto past = [](const std::set<int>& ago) {
    std::set<int> numbers;
    for (const int number : ago) numbers.insert(69 - number);
    return are_past_burst(day_set(numbers),
                          {.observed = 70, .last = monday + days{69}, .silent = {}});
  };
  CHECK(past({3, 16}));
  CHECK_FALSE(past({2, 15}));
  CHECK_FALSE(past({3, 17}));
  CHECK_FALSE(past({}));
}

TEST_CASE("a window is filled by ten days over four fifths of it, five weeks at least") {
  const auto days_over = [](std::size_t count, int span) {
    std::set<int> numbers{span - 1};
    for (int day = 0; numbers.size() < count; ++day) numbers.insert(day);
    return day_set(numbers);
  };
  CHECK(fills_window(days_over(10, 56), {.observed = 70, .last = {}, .silent = {}}));
  CHECK_FALSE(fills_window(days_over(9, 56), {.observed = 70, .last = {}, .silent = {}}));
  CHECK_FALSE(fills_window(days_over(10, 55), {.observed = 70, .last = {}, .silent = {}}));
  CHECK(fills_window(days_over(10, 35), {.observed = 35, .last = {}, .silent = {}}));
  CHECK_FALSE(fills_window(days_over(10, 34), {.observed = 34, .last = {}, .silent = {}}));
}

TEST_CASE("the age of days is counted to the last report, both ends") {
  CHECK(age_of(day_set({3, 5}), {.observed = 70, .last = monday + days{9}, .silent = {}}) ==
        days{7});
}

TEST_CASE("silence is filled by who sends on two days of three of it, and hardly otherwise") {
  CHECK(fills({8, 9}, {8, 9, 10}));
  CHECK_FALSE(fills({8}, {8}));
  CHECK_FALSE(fills({8, 9}, {8, 9, 10, 11}));
  CHECK(fills({8, 9, 20}, {8, 9}));
  CHECK_FALSE(fills({8, 9, 20, 21}, {8, 9}));
  CHECK(filling_of(day_set({8, 9, 20}), day_set({8, 9})).filled == 2);
}

TEST_CASE("what reports from noon to noon say of the day before does not hide a silent day") {
  const auto all = day_set(range(0, 70));
  const auto exact = day_set(without(range(0, 70), {8, 9}));
  Profiles profiles;
  auto& listed = profiles.sources.emplace_back(ip("192.0.2.1"));
  listed.governed_days = all;
  listed.calendar_days = exact;
  const auto calendar = calendar_of(profiles, {Listing::by_record}, {all, all});
  CHECK(calendar.silent.empty());
  CHECK(calendar.silent_exactly.size() == 2);

  const auto sent = day_set(range(6, 12));
  const auto sent_exactly = day_set({8, 9});
  Profile backup(ip("198.51.100.9"));
  backup.governed_days = sent;
  CHECK_FALSE(filling_of(backup, calendar).stands_in);
  backup.calendar_days = sent_exactly;
  const auto filling = filling_of(backup, calendar);
  CHECK(filling.stands_in);
  CHECK(filling.filled == 2);
  CHECK(filling.silent == 2);
}

TEST_CASE("a period keeps to a calendar day up to its midnight, and no further") {
  const auto keeps = [](std::string_view begin, std::string_view end) {
    return keeps_to_calendar_day({parse_iso8601(begin).value(), parse_iso8601(end).value()});
  };
  CHECK(keeps("2026-11-02", "2026-11-02T23:59:59Z"));
  CHECK(keeps("2026-11-02", "2026-11-03"));
  CHECK_FALSE(keeps("2026-11-02", "2026-11-03T00:00:01Z"));
  CHECK_FALSE(keeps("2026-11-01T22:00Z", "2026-11-02T22:00Z"));
}
