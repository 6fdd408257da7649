#include "context.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "scenario.hpp"

using namespace hardfail;
using namespace hardfail::analysis;
using namespace hardfail::analysis::test;

namespace {

dmarc::Policy policy(const char* text) {
  dmarc::Policy policy{.organizational_domain = name("d.example")};
  policy.record = *dmarc::parse_record(text);
  policy.found_at = name("d.example");
  policy.action = policy.record->p;
  return policy;
}

std::vector<Reason> context(State state, const dmarc::Policy& found, const Impact& impact = {}) {
  const auto domain = name("d.example");
  const Evidence evidence;
  const spf::Survey survey{.own = {.domain = domain}, .all_at = domain};
  std::vector<Reason> reasons;
  add_context(
      {domain, evidence, impact, survey, found, DnsFacts{}, Thresholds{}, {}, {}, {}, {}, {}},
      state, reasons);
  return reasons;
}

}  // namespace

TEST_CASE("the DMARC policy is weighed, whatever the state") {
  struct Row {
    State state;
    const char* record;
    const char* code;
    Severity severity;
  };
  for (const auto& row : {
           Row{State::ready, "v=DMARC1; p=none; rua=mailto:a@d.example", "dmarc_none",
               Severity::note},
           Row{State::ready, "v=DMARC1; p=quarantine", "dmarc_enforces", Severity::note},
           Row{State::keep_softfail, "v=DMARC1; p=reject", "dmarc_enforces", Severity::note},
           Row{State::parked, "v=DMARC1; p=reject", "dmarc_enforces", Severity::note},
           Row{State::parked, "v=DMARC1; p=quarantine", "dmarc_not_reject", Severity::warning},
           Row{State::already_hardfail, "v=DMARC1; p=none; rua=mailto:a@d.example",
               "dmarc_not_reject", Severity::warning},
       }) {
    CAPTURE(row.record);
    const auto reasons = context(row.state, policy(row.record));
    REQUIRE(reasons.size() == 1);
    CHECK(reasons[0].code == row.code);
    CHECK(reasons[0].severity == row.severity);
  }
  const dmarc::Policy nothing{.organizational_domain = name("d.example")};
  CHECK(context(State::ready, nothing)[0].code == "no_dmarc");
  CHECK(context(State::parked, nothing)[0].code == "dmarc_not_reject");
}

TEST_CASE("a policy that the DNS did not give is unknown, with the name that was asked") {
  const dmarc::Policy failed{.organizational_domain = name("d.example"), .dns_failed = true};
  const auto reasons = context(State::ready, failed);
  REQUIRE(reasons.size() == 1);
  CHECK(reasons[0].code == "dmarc_unknown");
  CHECK(reasons[0].text.find("_dmarc.d.example") != std::string::npos);
}

TEST_CASE("mail at risk at reporters that reject on SPF fail is told with its share") {
  Impact impact;
  impact.newly_failed_legitimate = 80;
  impact.newly_failed_forwarded = 20;
  impact.at_rejecting_reporters = {{"GMX", 20}, {"WEB.DE", 5}};
  const auto reasons = context(State::not_ready, policy("v=DMARC1; p=reject"), impact);
  const auto reason = std::ranges::find(reasons, "rejecting_reporters", &Reason::code);
  REQUIRE(reason != reasons.end());
  CHECK(reason->messages == 25);
  CHECK(reason->text.find("25 of the 100 messages at risk (25%) went to GMX, WEB.DE") == 0);
}

TEST_CASE("what a forwarder passes on of forgeries is no forwarded loss") {
  Scenario given;
  given.listed_servers();
  given.observations().reporters[3] = "GMX";
  Row passed_on;
  passed_on.dkim("d.example", "main").reason(report::OverrideType::forwarded);
  given.mail("198.51.100.9", passed_on, {.days = 10, .reporters = 4, .messages = 1});
  Row forged;
  given.mail("198.51.100.9", forged, {.days = 30, .reporters = 4, .messages = 5});
  const auto sum = impact_of(given.sources());
  CHECK(sum.newly_failed == 640);
  CHECK(sum.newly_failed_forwarded == 40);
  CHECK(sum.newly_failed_spoof == 600);
  CHECK(sum.at_rejecting_reporters == std::map<std::string, std::uint64_t>{{"GMX", 10}});

  SUBCASE("a broken signature, a pass and a receiver's word are signs too") {
    Row broken;
    broken.dkim("d.example", "main", report::DkimResult::fail);
    given.mail("198.51.100.9", broken, {.days = 1, .reporters = 1, .messages = 1});
    Row passed;
    passed.spf("d.example", report::SpfResult::pass);
    given.mail("198.51.100.9", passed, {.days = 1, .reporters = 1, .messages = 2});
    Row called;
    called.reason(report::OverrideType::mailing_list);
    given.mail("198.51.100.9", called, {.days = 1, .reporters = 1, .messages = 4});
    CHECK(class_of(given, "198.51.100.9").find("forwarder") == 0);
    CHECK(impact_of(given.sources()).newly_failed_forwarded == 47);
  }
}

TEST_CASE("where listed servers do not sign, all mail of a forwarder is at risk") {
  Scenario given;
  Row listed;
  given.mail("192.0.2.1", listed.spf("d.example", report::SpfResult::pass), {.days = 90});
  given.live("192.0.2.1", spf::Result::pass, {"ip4:192.0.2.0/28"});
  Row called;
  given.mail("198.51.100.9", called.reason(report::OverrideType::forwarded),
             {.days = 10, .reporters = 4, .messages = 1});
  given.mail("198.51.100.9", Row{}, {.days = 10, .reporters = 4, .messages = 1});
  CHECK(impact_of(given.sources()).newly_failed_forwarded == 80);
}

TEST_CASE("only governed mail at risk counts for reporters that reject") {
  Scenario given;
  given.listed_servers();
  given.observations().reporters[3] = "GMX";
  Row own;
  own.dkim("d.example", "crm");
  given.mail("198.51.100.9", own);  // 60 days, 10 reporters, 5 messages each
  Row foreign;
  foreign.spf("bounce.esp.example", report::SpfResult::pass);
  given.mail("198.51.100.9", foreign);
  const auto impact = impact_of(given.sources());
  CHECK(impact.at_rejecting_reporters == std::map<std::string, std::uint64_t>{{"GMX", 300}});
}
