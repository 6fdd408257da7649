#include "hardfail/analysis/digest.hpp"

#include <doctest/doctest.h>

#include "capture.hpp"
#include "hardfail/analysis/assessment.hpp"
#include "scenario.hpp"

using namespace hardfail;
using namespace hardfail::analysis;
using namespace hardfail::analysis::test;
using namespace std::chrono_literals;

namespace {

using std::chrono::days;

const Moment end = parse_iso8601("2026-11-21").value();

Moment ago(int count) { return end - days{count}; }

const Period week{ago(7), end};

/// Reports of a day each, `count` days before the end.
struct Reported {
  report::Observations observations;

  Reported() {
    observations.sources = {ip("192.0.2.1")};
    observations.authentications = {
        Row().authentication(), Row().dkim("d.example", "s").authentication(),
        Row().spf("d.example", report::SpfResult::pass).authentication()};
    observations.reporters = {"a.example", "b.example"};
  }
  Reported& day(int count, std::uint32_t authentication, std::uint64_t messages,
                std::uint32_t reporter = 0) {
    const Period period{ago(count), ago(count - 1)};
    observations.periods.push_back(period);
    observations.report_periods.push_back(period);
    observations.rows.push_back({0, authentication, reporter,
                                 static_cast<std::uint32_t>(observations.periods.size() - 1),
                                 messages});
    return *this;
  }
};

Assessment assessment() {
  return {.domain = name("d.example"),
          .as_of = end,
          .spf = {.own = {.domain = name("d.example")}, .all_at = name("d.example")},
          .dmarc = {.organizational_domain = name("d.example")}};
}

Sender seen(std::string sender, Moment first, Moment last, Tie tie = Tie::host) {
  return {.name = std::move(sender), .tie = tie, .first_seen = first, .last_seen = last};
}

std::vector<std::string> names(const std::vector<DigestSender>& senders) {
  std::vector<std::string> names;
  for (const auto& each : senders) names.push_back(each.name);
  return names;
}

}  // namespace

TEST_CASE("a digest holds whole days, and a report counts where it begins") {
  CHECK(last_midnight(end + 5h) == end);
  CHECK(last_midnight(end) == end);
  CHECK(digest_period(Cadence::weekly, end) == week);
  CHECK(digest_period(Cadence::monthly, end) == Period{ago(30), end});
  CHECK(with_period_before(week) == Period{ago(14), end});
  Reported reported;
  reported.day(1, 0, 10).day(7, 1, 200, 1).day(8, 2, 3000).day(14, 0, 40000).day(15, 0, 500000);
  reported.observations.periods.back().end = ago(13);  // begins before, and reaches in
  const auto digest = digest_of(assessment(), week, reported.observations, {}, {});
  CHECK(digest.now.period == Period{ago(7), end});
  CHECK(digest.before.period == Period{ago(14), ago(7)});
  CHECK(digest.now.messages == 210);
  CHECK(digest.now.dmarc_passed == 200);
  CHECK(digest.now.reporters == 2);
  CHECK(digest.before.messages == 43000);
  CHECK(digest.before.dmarc_passed == 3000);
  CHECK(digest.before.reporters == 1);
  CHECK(digest_of(assessment(), {ago(30), end}, reported.observations, {}, {}).now.messages ==
        543210);
}

TEST_CASE("a week or month is told of once it is over for a day") {
  struct Due {
    Cadence cadence;
    const char* at;
    const char* until;
  };
  for (const auto& [cadence, at, until] :
       {Due{Cadence::weekly, "2026-11-23T23:59:59Z", "2026-11-16"},  // a Monday
        Due{Cadence::weekly, "2026-11-24", "2026-11-23"},
        Due{Cadence::weekly, "2026-11-30T12:00:00Z", "2026-11-23"},
        Due{Cadence::monthly, "2027-01-01T23:59:59Z", "2026-12-01"},
        Due{Cadence::monthly, "2027-01-02", "2027-01-01"},
        Due{Cadence::monthly, "2027-02-01T05:00:00Z", "2027-01-01"}}) {
    CAPTURE_BOUND(at);
    CHECK(last_due(cadence, parse_iso8601(at).value()) == parse_iso8601(until).value());
  }
}

TEST_CASE("a day is missed where no report speaks for it, with mail or without") {
  Reported reported;
  for (const int day : {1, 2, 3, 3, 7, 8}) reported.day(day, 0, 1);
  reported.observations.report_periods.push_back({ago(5), ago(4)});  // without mail
  const auto digest = digest_of(assessment(), week, reported.observations, {}, {});
  CHECK(digest.now.days_missed == 2);
  CHECK(digest.before.days_missed == 6);
}

TEST_CASE(
    "senders are new that were first seen in the period, and gone that were last seen in the one "
    "before") {
  auto found = assessment();
  found.senders = {seen("new", ago(7), ago(1)),
                   seen("old", ago(8), ago(1)),
                   seen("of the next period", end, end + 1h),
                   seen("gone", ago(80), ago(7)),
                   seen("long gone", ago(80), ago(14)),
                   seen("staying", ago(80), ago(7) + 1s),
                   seen("spoof", ago(3), ago(1), Tie::no_sign),
                   seen("gone spoof", ago(80), ago(8), Tie::no_sign)};
  const auto reported = Reported().day(3, 0, 1).observations;
  const auto digest = digest_of(found, week, reported, {}, {});
  CHECK(names(digest.new_senders) == std::vector<std::string>{"new"});
  CHECK(names(digest.gone_senders) == std::vector<std::string>{"gone"});

  const auto unreported = Reported().day(8, 0, 1).observations;
  CHECK(digest_of(found, week, unreported, {}, {}).gone_senders.empty());
}

TEST_CASE("a reporter that stopped is told in the periods around its last report") {
  std::vector<Reporter> reporters(3);
  reporters[0] = {.name = "stopped", .last = ago(9), .has_stopped = true};
  reporters[1] = {.name = "long stopped", .last = ago(14), .has_stopped = true};
  reporters[2] = {.name = "reporting", .last = ago(9)};
  const auto digest =
      digest_of(assessment(), week, Reported().observations, reporters, ledger::State::ready);
  REQUIRE(digest.stopped.size() == 1);
  CHECK(digest.stopped.front().name == "stopped");
  CHECK(digest.state_before == ledger::State::ready);
}
