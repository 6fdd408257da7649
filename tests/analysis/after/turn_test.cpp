#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "hardfail/analysis/after.hpp"
#include "scenario.hpp"

using namespace hardfail;
using namespace hardfail::analysis;
using namespace hardfail::analysis::test;

namespace {

Moment on(int day) { return *parse_iso8601("2026-08-01") + std::chrono::days{day}; }

/// Runs that found these, each on ten days, with ten days between them.
std::vector<ledger::RunRecords> found(const std::vector<std::string>& records) {
  std::vector<ledger::RunRecords> runs;
  for (const auto& record : records) {
    const auto begin = static_cast<int>(runs.size()) * 20;
    runs.push_back({on(begin), on(begin + 10), {{name("d.example"), record}}});
  }
  return runs;
}

std::optional<TurnToFail> turn(const std::vector<std::string>& records, int as_of) {
  return turn_to_fail(name("d.example"), found(records), on(as_of));
}

}  // namespace

TEST_CASE("the record turned between the last run without -all and the first with it") {
  for (const auto* before : {"v=spf1 mx ~all", "v=spf1 mx ?all", "v=spf1 mx"}) {
    CAPTURE(before);
    const auto turned = turn({before, "v=spf1 mx -all", "v=spf1 mx a -all"}, 70);
    REQUIRE(turned);
    CHECK(turned->last_soft == on(10));
    CHECK(turned->first_fail == on(20));
  }
  CHECK(turn({"v=spf1 mx ~all"}, 70)->first_fail == on(70));
}

TEST_CASE("a record that was never seen without -all has not turned") {
  CHECK_FALSE(turn({}, 70));
  CHECK_FALSE(turn({"v=spf1 mx -all", "v=spf1 mx a -all"}, 70));
  CHECK_FALSE(turn({"v=spf1 mx +all", "v=spf1 mx -all"}, 70));
  CHECK_FALSE(turn({"", "v=spf1 mx -all"}, 70));
}

TEST_CASE("of several turns the last one counts") {
  const auto turned = turn({"v=spf1 ~all", "v=spf1 -all", "v=spf1 a ~all", "v=spf1 a -all"}, 100);
  REQUIRE(turned);
  CHECK(turned->last_soft == on(50));
  CHECK(turned->first_fail == on(60));
}

TEST_CASE("what a run could not read, and what came later than asked about, does not count") {
  const auto turned = turn({"v=spf1 ~all", "v=spf1 -all", "", "v=spf1 ~all"}, 50);
  REQUIRE(turned);
  CHECK(turned->last_soft == on(10));
  CHECK(turned->first_fail == on(20));
}

TEST_CASE("the end of a redirected record is that of its target") {
  auto runs = found({"v=spf1 redirect=_spf.d.example", "v=spf1 redirect=_spf.d.example"});
  runs[0].records[name("_spf.d.example")] = "v=spf1 mx ~all";
  runs[1].records[name("_spf.d.example")] = "v=spf1 mx -all";
  CHECK(turn_to_fail(name("d.example"), runs, on(70))->first_fail == on(20));
  runs[0].records[name("_spf.d.example")] = "v=spf1 redirect=d.example";
  CHECK_FALSE(turn_to_fail(name("d.example"), runs, on(70)));
}
