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
  return weigh(observations, {});
}

}  // namespace

TEST_CASE("a report of a day counts for it, one of a week for each of its days") {
  CHECK(evidence_of({{1, 1}, {2, 1}, {2, 1}}).days_with_reports == 2);
  CHECK(evidence_of({{1, 7}}).days_with_reports == 7);
  CHECK(evidence_of({{25, 14}}).days_with_reports == 6);  // within the window
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

TEST_CASE("with none missing among n, at most 3/n are") {
  Source source(ip("192.0.2.1"), std::make_shared<const LiveSpf>());
  source.source_class = SourceClass::listed;
  source.messages = 1240;
  CHECK(weigh({}, {source}).missing_bound.value() == doctest::Approx(0.00242).epsilon(0.01));
  source.messages = 2;
  CHECK(weigh({}, {source}).missing_bound.value() == 1.0);
  source.source_class = SourceClass::unlisted_legitimate;
  CHECK_FALSE(weigh({}, {source}).missing_bound);
  CHECK_FALSE(weigh({}, {}).missing_bound);
}
