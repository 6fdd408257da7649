#include "hardfail/analysis/volume.hpp"

#include <doctest/doctest.h>

#include <numeric>

#include "scenario.hpp"

using namespace hardfail;
using namespace hardfail::analysis;
using namespace hardfail::analysis::test;

namespace {

std::uint64_t messages_of(const DayVolume& day, SourceClass of) {
  return day.messages.at(static_cast<std::size_t>(of));
}

Volume volume_of(Scenario& given) {
  return hardfail::analysis::volume_of(given.observations(), given.sources());
}

}  // namespace

TEST_CASE("the mail of each day is added up by the class of its source") {
  Scenario given;
  given.listed_servers();
  given.mail("198.51.100.1", Row().dkim("d.example", "other"), {.days = 2, .first_day = 3});
  const auto days = volume_of(given).days;
  REQUIRE(days.size() == 90);
  CHECK(to_iso_date(days.front().day) == "2026-08-23");
  CHECK(messages_of(days[2], SourceClass::listed) == 100);  // 2 servers, 10 reporters, 5 each
  CHECK(messages_of(days[2], SourceClass::unlisted_legitimate) == 0);
  CHECK(messages_of(days[3], SourceClass::unlisted_legitimate) == 50);
  CHECK(messages_of(days[4], SourceClass::unlisted_legitimate) == 50);
  CHECK(messages_of(days[5], SourceClass::unlisted_legitimate) == 0);
}

TEST_CASE("days without a report are told from those without mail, up to the end of the window") {
  Scenario given;
  auto& periods = given.observations().report_periods;
  periods = {periods[10], periods[12]};
  const auto days = volume_of(given).days;
  REQUIRE(days.size() == 80);
  CHECK(days[0].has_report);
  CHECK_FALSE(days[1].has_report);
  CHECK(days[2].has_report);
  CHECK_FALSE(days.back().has_report);
  periods.clear();
  CHECK(volume_of(given).days.empty());
}

TEST_CASE("mail of a report of several days is spread over them, none of it lost") {
  Scenario given;
  auto& observations = given.observations();
  const auto begin = observations.window.begin + std::chrono::days{7};
  observations.periods[0] = {begin, begin + std::chrono::days{3}};
  observations.report_periods = observations.periods;
  given.mail("198.51.100.1", Row(), {.days = 1, .reporters = 1, .messages = 11});
  std::vector<std::uint64_t> sums;
  for (const auto& day : volume_of(given).days) {
    if (day.day < begin - std::chrono::days{2} || begin + std::chrono::days{3} <= day.day) continue;
    sums.push_back(std::reduce(day.messages.begin(), day.messages.end()));
  }
  CHECK(sums == std::vector<std::uint64_t>{0, 0, 4, 4, 3});
}

TEST_CASE("the mail of each sender is added up by week") {
  Scenario given;
  given.mail("198.51.100.1", Row(), {.days = 8, .first_day = 6, .reporters = 1});
  given.mail("198.51.100.2", Row(), {.days = 1, .first_day = 89, .reporters = 1});
  auto sources = given.sources();
  for (auto& source : sources) source.sender = source.observed;
  const auto weeks = hardfail::analysis::volume_of(given.observations(), sources).sender_weeks;
  REQUIRE(weeks.size() == 2);
  REQUIRE(weeks[0].size() == 13);
  CHECK(weeks[0][0] == 5);
  CHECK(weeks[0][1] == 35);
  CHECK(weeks[0][2] == 0);
  CHECK(weeks[1][12] == 5);
}

TEST_CASE("reporters come with their messages and when they reported, the busiest first") {
  Scenario given;
  given.mail("198.51.100.1", Row(), {.days = 2, .first_day = 4, .reporters = 1});
  given.mail("198.51.100.2", Row(), {.days = 1, .first_day = 9, .reporters = 2});
  const auto reporters = volume_of(given).reporters;
  REQUIRE(reporters.size() == 2);
  CHECK(reporters[0].name == "reporter0.example");
  CHECK(reporters[0].messages == 15);
  CHECK(reporters[0].reports == 3);
  CHECK(to_iso_date(reporters[0].first) == "2026-08-27");
  CHECK(to_iso_date(reporters[0].last) == "2026-09-01");
  CHECK(reporters[1].messages == 5);
  CHECK(reporters[1].reports == 1);
}
