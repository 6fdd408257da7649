#include "direct_mail.hpp"

#include <doctest/doctest.h>

#include "scenario.hpp"

using namespace hardfail;
using namespace hardfail::analysis;
using namespace hardfail::analysis::test;

namespace {

Row listed_row() {
  Row row;
  row.spf("d.example", report::SpfResult::pass).dkim("d.example", "main");
  return row;
}

/// A domain with one listed server at 192.0.2.1.
class Domain : public Scenario {
 public:
  Domain& listed_mail(const Shape& shape, const Row& row = listed_row()) {
    mail("192.0.2.1", row, shape);
    live("192.0.2.1", spf::Result::pass, {"ip4:192.0.2.0/28"});
    return *this;
  }
  [[nodiscard]] DirectMail direct() {
    return direct_mail(observations(), sources(), {name("d.example")});
  }
};

/// Mail of so many messages on each of some days.
DirectMail by_day(const std::vector<std::uint64_t>& messages) {
  DirectMail direct;
  std::chrono::sys_days day{};
  for (const auto amount : messages) {
    direct.by_day[day += std::chrono::days{1}] = amount;
    direct.messages += amount;
  }
  direct.by_reporter = {{0, direct.messages}, {1, direct.messages}};
  return direct;
}

DirectMail by_reporter(const std::vector<std::uint64_t>& messages) {
  auto direct = by_day(std::vector<std::uint64_t>(10, 1'000'000));
  direct.by_reporter.clear();
  for (const auto amount : messages) {
    direct.by_reporter[static_cast<std::uint32_t>(direct.by_reporter.size())] = amount;
  }
  return direct;
}

}  // namespace

TEST_CASE("no day counts for more than a tenth of what is counted") {
  CHECK(by_day(std::vector<std::uint64_t>(10, 40)).evenly_counted() == 400);
  CHECK(by_day(std::vector<std::uint64_t>(9, 4000)).evenly_counted() == 0);
  auto newsletter = std::vector<std::uint64_t>(40, 1);
  newsletter.front() = 4000;
  CHECK(by_day(newsletter).evenly_counted() == 43);  // 39 and a ninth of that
  auto weekly = std::vector<std::uint64_t>(90, 10);
  for (std::size_t day = 0; day < weekly.size(); day += 7) weekly[day] = 200;
  CHECK(by_day(weekly).evenly_counted() == 13 * 200 + 77 * 10);
}

TEST_CASE("no reporter counts for more than two thirds of what is counted") {
  CHECK(by_reporter({200, 50, 50}).evenly_counted() == 300);
  CHECK(by_reporter({201, 50, 50}).evenly_counted() == 300);
  CHECK(by_reporter({5000, 1, 1}).evenly_counted() == 6);
  CHECK(by_reporter({5000}).evenly_counted() == 0);
}

TEST_CASE("mail that the record does not govern is not evidence, nor are forwarded copies") {
  Domain given;
  given.listed_mail({.days = 20, .reporters = 4, .messages = 3});
  CHECK(given.direct().messages == 240);
  given.mail("203.0.113.1",
             Row().spf("bounces.esp.example", report::SpfResult::pass).dkim("d.example", "main"));
  given.mail("203.0.113.2", Row().dkim("d.example", "main"), {.days = 2, .reporters = 1});
  REQUIRE(class_of(given, "203.0.113.1") == "unaffected by not_governed");
  REQUIRE(class_of(given, "203.0.113.2") == "forwarder by listed_key");
  CHECK(given.direct().messages == 240);
  CHECK(given.direct().by_reporter.size() == 4);
  given.listed_mail({.days = 1, .messages = 1000},
                    Row().spf("sub.d.example", report::SpfResult::pass));
  CHECK(given.direct().messages == 240);
}

TEST_CASE("a missing sender's mail is evidence too") {
  Domain given;
  given.mail("198.51.100.1", Row().dkim("d.example", "other"),
             {.days = 20, .reporters = 4, .messages = 3});
  CHECK(given.direct().messages == 240);
}

TEST_CASE("rows without an SPF domain count where they are taken for governed") {
  Domain given;
  auto row = listed_row();
  row.no_spf();
  auto unaligned = row.authentication();
  unaligned.spf_aligned = report::Verdict::unknown;
  given.listed_mail({.days = 20, .reporters = 4, .messages = 3});
  given.mail("192.0.2.1", unaligned, {.days = 10, .reporters = 4, .messages = 3});
  CHECK(given.direct().messages == 360);
}

TEST_CASE("a report of a week is spread over its days") {
  Domain given;
  auto& period = given.observations().periods.front();
  period.end = period.begin + std::chrono::days{7};
  given.listed_mail({.days = 1, .reporters = 1, .messages = 10});
  const auto direct = given.direct();
  CHECK(direct.by_day.size() == 7);
  CHECK(direct.by_day.begin()->second == 2);
  CHECK(direct.by_day.rbegin()->second == 1);
  CHECK(direct.messages == 10);
}
