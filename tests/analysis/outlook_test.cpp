#include <doctest/doctest.h>

#include "scenario.hpp"

using namespace hardfail;
using namespace hardfail::analysis;

namespace {

namespace chr = std::chrono;

constexpr chr::sys_days today = chr::sys_days{chr::year{2026} / 11 / 21};

/// Reports on each of the last `days` days, in a window of 90.
Evidence daily(unsigned days, std::uint64_t messages) {
  Evidence evidence;
  evidence.window = {today - chr::days{90}, today};
  evidence.days_with_reports = evidence.days_spanned = days;
  evidence.seen = Days{today - chr::days{days}, today - chr::days{1}};
  evidence.legitimate_messages = evidence.governed_legitimate = messages;
  evidence.counted = {.seen = evidence.seen, .days = days, .reporters = 3, .messages = messages};
  return evidence;
}

std::string date(const Evidence& evidence) {
  const auto day = enough_on(evidence, {});
  return day ? to_iso_date(*day) : "never";
}

}  // namespace

TEST_CASE("what is enough is enough already") {
  CHECK(is_enough(daily(30, 300), {}));
  CHECK(date(daily(30, 300)) == "never");
  CHECK(is_enough(daily(30, 0), {}));
}

TEST_CASE("the last of what is missing sets the date") {
  CHECK(date(daily(10, 5000)) == "2026-12-11");  // 20 days more
  CHECK(date(daily(30, 100)) == "2027-01-20");   // 200 messages more at 100 a month
  auto every_other_day = daily(40, 5000);
  every_other_day.counted.days = 20;
  CHECK(date(every_other_day) == "2026-12-11");  // 10 days more at one in two
}

TEST_CASE("the first days' mail grows before it can be evened out") {
  auto young = daily(7, 700);
  young.counted.messages = 0;
  CHECK(date(young) == "2026-12-14");
}

TEST_CASE("what never comes has no date") {
  CHECK(date(daily(30, 90)) == "never");  // 270 messages in 90 days
  auto rare = daily(90, 5000);
  rare.counted.days = 12;
  CHECK(date(rare) == "never");
  auto few_reporters = daily(10, 5000);
  few_reporters.counted.reporters = 2;
  CHECK(date(few_reporters) == "never");
  CHECK(date(Evidence{}) == "never");
}
