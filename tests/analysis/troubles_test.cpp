#include "hardfail/analysis/troubles.hpp"

#include <doctest/doctest.h>

#include "scenario.hpp"

using namespace hardfail;
using namespace hardfail::analysis;
using namespace hardfail::analysis::test;
using ledger::Trouble;
using ledger::TroubleKind;
using std::chrono::days;

namespace {

const Moment today = *parse_iso8601("2026-11-21");

Intake intake_ending(int newest_days_ago, bool has_stopped) {
  Intake intake{.domain = name("d.example"),
                .as_of = today,
                .policy = {.organizational_domain = name("d.example")},
                .destinations = {},
                .newest = today - days{newest_days_ago},
                .reporters = {},
                .findings = {}};
  intake.has_stopped = has_stopped;
  return intake;
}

Reporter reporter(int last_days_ago, bool has_stopped) {
  Reporter reporter;
  reporter.name = "r.example";
  reporter.last = today - days{last_days_ago};
  reporter.has_stopped_alone = has_stopped;
  return reporter;
}

Assessment assessment() {
  const auto domain = name("d.example");
  return {.domain = domain,
          .as_of = today,
          .spf = {.own = {.domain = domain}, .all_at = domain},
          .dmarc = {.organizational_domain = domain}};
}

/// An assessment whose reports end today, with one sender last seen so long ago.
Assessment with_sender(int last_days_ago, unsigned seen_days = 30,
                       SourceClass source_class = SourceClass::listed) {
  auto given = assessment();
  const auto day = std::chrono::floor<days>(today);
  given.evidence.seen = Days{day - days{89}, day - days{1}};
  Sender sender;
  sender.id = "listed/s";
  sender.name = "S";
  sender.source_class = source_class;
  sender.days = seen_days;
  sender.first_seen = today - days{60};
  sender.last_seen = today - days{last_days_ago};
  given.senders.push_back(sender);
  return given;
}

std::vector<TroubleKind> kinds(const std::vector<Trouble>& troubles) {
  std::vector<TroubleKind> kinds;
  for (const auto& each : troubles) kinds.push_back(each.kind);
  return kinds;
}

using Kinds = std::vector<TroubleKind>;

}  // namespace

TEST_CASE("reports that stopped are a trouble until newer ones come") {
  auto troubles = troubles_of(assessment(), intake_ending(6, true), {});
  CHECK(troubles == std::vector<Trouble>{{TroubleKind::reports_stopped, "", "", today - days{6}}});
  // What is usual may change while nothing comes; that brings no report.
  CHECK(troubles_of(assessment(), intake_ending(6, false), troubles) == troubles);
  CHECK(troubles_of(assessment(), intake_ending(1, false), troubles).empty());
  CHECK(troubles_of(assessment(), intake_ending(1, false), {}).empty());
}

TEST_CASE("a reporter that stopped is a trouble until it sends again") {
  auto intake = intake_ending(1, false);
  intake.reporters = {reporter(8, true)};
  const auto troubles = troubles_of(assessment(), intake, {});
  CHECK(troubles == std::vector<Trouble>{{TroubleKind::reporter_stopped, "r.example", "r.example",
                                          today - days{8}}});
  intake.reporters = {reporter(8, false)};
  CHECK(troubles_of(assessment(), intake, troubles) == troubles);
  intake.reporters = {reporter(7, false)};
  CHECK(troubles_of(assessment(), intake, troubles).empty());
}

TEST_CASE("a listed sender is silent after two weeks, if it used to send") {
  const auto found = [](const Assessment& given) {
    return kinds(troubles_of(given, intake_ending(1, false), {}));
  };
  CHECK(found(with_sender(14)).empty());
  CHECK(found(with_sender(15)) == Kinds{TroubleKind::sender_silent});
  CHECK(found(with_sender(15, 4)).empty());
  CHECK(found(with_sender(15, 5)).empty());  // one that sends every nine days
  CHECK(found(with_sender(15, 30, SourceClass::forwarder)).empty());
}

TEST_CASE("a silence in which nobody reported is not the sender's") {
  auto given = with_sender(20);
  const auto day = std::chrono::floor<days>(today);
  given.evidence.longest_gap = Days{day - days{20}, day - days{11}};
  CHECK(troubles_of(given, intake_ending(1, false), {}).empty());
  given.evidence.longest_gap = Days{day - days{60}, day - days{51}};
  CHECK(kinds(troubles_of(given, intake_ending(1, false), {})) ==
        Kinds{TroubleKind::sender_silent});
}

TEST_CASE("a silent sender stays one until it is seen again, though its days leave the window") {
  const auto troubles = troubles_of(with_sender(15), intake_ending(1, false), {});
  CHECK(troubles_of(with_sender(15, 1), intake_ending(1, false), troubles) == troubles);
  CHECK(troubles_of(with_sender(14, 1), intake_ending(1, false), troubles).empty());
  CHECK(troubles_of(assessment(), intake_ending(1, false), troubles).empty());
}

TEST_CASE("the DNS has failed where the record could not be read") {
  auto given = assessment();
  for (const auto status : {spf::RecordStatus::ok, spf::RecordStatus::none,
                            spf::RecordStatus::multiple, spf::RecordStatus::permerror}) {
    given.spf.status = status;
    CHECK_FALSE(has_dns_failed(given));
  }
  given.spf.status = spf::RecordStatus::temperror;
  CHECK(has_dns_failed(given));
}

TEST_CASE("a loss begins where it is found, lasts while a tenth is missing, and ends after that") {
  auto given = assessment();
  given.spf.all = spf::Qualifier::fail;
  given.after = After{.turn = {today - days{10}, today - days{9}}, .state = AfterState::losing};
  ComparedMail mail;
  mail.reporter = "r.example";
  mail.sender_id = "unlisted_legitimate/s";
  mail.sender = "S";
  mail.expected = 100;
  mail.seen = 40;
  const auto troubles = [&](bool is_lost, std::uint64_t seen, std::vector<Trouble> before) {
    mail.is_lost = is_lost;
    mail.seen = seen;
    given.after->compared = {mail};
    return troubles_of(given, intake_ending(1, false), before);
  };
  CHECK(troubles(false, 40, {}).empty());
  const auto found = troubles(true, 40, {});
  REQUIRE(found.size() == 1);
  CHECK(found[0].kind == TroubleKind::mail_lost);
  CHECK(found[0].since == today - days{9});
  CHECK(found[0].name.starts_with("r.example reports 60% less mail of S"));
  CHECK(troubles(false, 85, found).size() == 1);
  CHECK(troubles(false, 95, found).empty());
  // Nobody looks any more; then the record is another one.
  given.after.reset();
  CHECK(troubles_of(given, intake_ending(1, false), found) == found);
  given.spf.all = spf::Qualifier::softfail;
  CHECK(troubles_of(given, intake_ending(1, false), found).empty());
}
