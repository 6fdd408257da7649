#include <doctest/doctest.h>

#include "scenario.hpp"

using namespace hardfail;
using namespace hardfail::analysis;
using namespace hardfail::analysis::test;

namespace {

namespace chr = std::chrono;

constexpr chr::sys_days first = chr::sys_days{chr::year{2026} / 9 / 1};

/// Evidence of reports of such periods, "first day of September" and days, in a window of 30.
Evidence evidence_of(const std::vector<std::pair<int, int>>& periods) {
  report::Observations observations;
  observations.window = {first, first + chr::days{30}};
  for (const auto& [day, length] : periods) {
    const Moment begin = first + chr::days{day - 1};
    observations.report_periods.push_back({begin, begin + chr::days{length}});
  }
  return weigh(observations, {}, {});
}

}  // namespace

TEST_CASE("a report of a day counts for it, one of a week for each of its days") {
  CHECK(evidence_of({{1, 1}, {2, 1}, {2, 1}}).days_with_reports == 2);
  CHECK(evidence_of({{1, 7}}).days_with_reports == 7);
  CHECK(evidence_of({{25, 14}}).days_with_reports == 6);  // within the window
}

TEST_CASE("a period touches the days from its first moment to its last") {
  const auto last = [](chr::seconds past_midnight) {
    return to_iso_date(days_touched({first, first + chr::days{3} + past_midnight}).last);
  };
  CHECK(to_iso_date(days_touched({first + chr::seconds{86399}, first + chr::days{3}}).first) ==
        "2026-09-01");
  CHECK(last(chr::seconds{-1}) == "2026-09-03");
  CHECK(last(chr::seconds{0}) == "2026-09-03");
  CHECK(last(chr::seconds{1}) == "2026-09-04");
}

TEST_CASE("a period that no reporter sums up is one day, if its middle is in the window") {
  CHECK(evidence_of({{-14, 60}}).days_with_reports == 1);
  CHECK(evidence_of({{-14, 4000}}).days_with_reports == 0);
}

TEST_CASE("the longest stretch without a report is found, up to the end of the window") {
  const auto between = evidence_of({{1, 1}, {4, 1}, {20, 1}, {30, 1}}).longest_gap;
  REQUIRE(between);
  CHECK(to_iso_date(between->first) == "2026-09-05");
  CHECK(between->count() == 15);
  const auto at_the_end = evidence_of({{1, 1}, {4, 1}, {20, 1}}).longest_gap;
  CHECK(at_the_end->count() == 15);
  CHECK(to_iso_date(evidence_of({{4, 3}}).longest_gap->first) == "2026-09-07");
  CHECK_FALSE(evidence_of({{1, 30}}).longest_gap);
  CHECK_FALSE(evidence_of({}).longest_gap);
}

TEST_CASE("with none missing among n that count, at most 3/n are") {
  Scenario given;
  given.listed_servers();
  const auto weighed = [&] {
    return weigh(given.observations(), given.sources(), {name("d.example")});
  };
  CHECK(weighed().counted.messages == 9000);  // 2 servers, 90 days, 10 reporters, 5 messages
  CHECK(weighed().missing_bound.value() == doctest::Approx(3.0 / 9000));
  given.mail("198.51.100.1", Row().dkim("d.example", "other"));
  CHECK_FALSE(weighed().missing_bound);
  CHECK_FALSE(weigh({}, {}, {}).missing_bound);
}

TEST_CASE(
    "days and reporters count where legitimate mail is seen, all of them where there is none") {
  Scenario given;
  const auto counted = [&] {
    return weigh(given.observations(), given.sources(), {name("d.example")}).counted;
  };
  given.mail("198.51.100.1", Row(), {.days = 90});
  CHECK(counted().days == 90);
  CHECK(counted().reporters == 10);
  Row row;
  row.spf("d.example", report::SpfResult::pass).dkim("d.example", "main");
  given.mail("192.0.2.1", row, {.days = 5, .first_day = 20, .every = 7, .reporters = 2});
  given.live("192.0.2.1", spf::Result::pass, {"ip4:192.0.2.0/28"});
  CHECK(counted().days == 29);  // from the first such day to the last
  CHECK(counted().span() == 29);
  CHECK(counted().reporters == 2);
}
