#include "hardfail/analysis/intake.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace hardfail;
using namespace hardfail::analysis;

namespace {

using std::chrono::days;

const Moment now = *parse_iso8601("2026-11-21");
const DomainName example = *DomainName::parse("d.example");

/// Reports of one day each, whose ends lie so many days before now.
std::vector<ledger::HeldReport> reports(const std::string& reporter, const std::vector<int>& ends) {
  std::vector<ledger::HeldReport> held;
  for (const int end : ends) {
    held.push_back({.org_name = reporter,
                    .report_id = {},
                    .domain = example,
                    .period = {now - days{end + 1}, now - days{end}},
                    .origin = {},
                    .warnings = {}});
  }
  return held;
}

dmarc::Policy sound_policy() {
  dmarc::Policy policy{.organizational_domain = example};
  policy.record = *dmarc::parse_record("v=DMARC1; p=none; rua=mailto:a@d.example");
  policy.found_at = example;
  return policy;
}

dmarc::Destination sound_destination() {
  dmarc::Destination destination;
  destination.uri = "mailto:a@d.example";
  destination.domain = example;
  destination.mail_host = dmarc::MailHost::present;
  return destination;
}

Intake intake(const std::vector<ledger::HeldReport>& held) {
  return intake_of(example, now, sound_policy(), {sound_destination()}, held);
}

std::vector<std::string> codes(const Intake& intake) {
  std::vector<std::string> codes;
  for (const auto& finding : intake.findings) codes.push_back(finding.code);
  return codes;
}

using Codes = std::vector<std::string>;

}  // namespace

TEST_CASE("where all is well nothing is found") {
  const auto found = intake(reports("a.example", {1, 2, 3, 4, 5, 6}));
  CHECK(codes(found).empty());
  CHECK(found.reports == 6);
  CHECK(*found.newest == now - days{1});
  REQUIRE(found.reporters.size() == 1);
  CHECK(found.reporters[0].usual_pause == days{1});
  CHECK(found.reporters[0].first == now - days{7});
}

TEST_CASE("a record that asks for no reports, or sends them nowhere, is an error") {
  const auto of = [](dmarc::Policy policy, std::vector<dmarc::Destination> destinations) {
    const auto found = intake_of(example, now, std::move(policy), std::move(destinations),
                                 reports("a.example", {1}));
    for (const auto& finding : found.findings) {
      CHECK(finding.severity ==
            (finding.code == "rua_size_limit" ? Severity::note : Severity::error));
    }
    return codes(found);
  };
  dmarc::Policy unknown{.organizational_domain = example};
  CHECK(of(unknown, {}) == Codes{"no_dmarc_record"});
  unknown.dns_failed = true;
  CHECK(of(unknown, {}) == Codes{"dns_failed"});
  CHECK(of(sound_policy(), {}) == Codes{"no_rua"});
  auto destination = sound_destination();
  destination.domain.reset();
  CHECK(of(sound_policy(), {destination}) == Codes{"rua_not_mail"});
  destination = sound_destination();
  destination.mail_host = dmarc::MailHost::absent;
  CHECK(of(sound_policy(), {destination}) == Codes{"rua_no_mail_host"});
  destination.mail_host = dmarc::MailHost::unknown;
  CHECK(of(sound_policy(), {destination}) == Codes{"dns_failed"});
  destination = sound_destination();
  destination.consent = dmarc::Consent::missing;
  CHECK(of(sound_policy(), {destination}) == Codes{"rua_not_authorised"});
  destination.consent = dmarc::Consent::unknown;
  CHECK(of(sound_policy(), {destination}) == Codes{"dns_failed"});
  destination.consent = dmarc::Consent::given;
  destination.has_size_limit = true;
  CHECK(of(sound_policy(), {destination}) == Codes{"rua_size_limit"});
}

TEST_CASE("reports have stopped after five of their usual pauses, and three days at least") {
  CHECK(codes(intake({})) == Codes{"none_held"});
  CHECK(codes(intake(reports("a.example", {5, 6, 7, 8, 9}))).empty());
  CHECK(codes(intake(reports("a.example", {6, 7, 8, 9, 10}))) == Codes{"reports_stopped"});
  CHECK(codes(intake(reports("a.example", {6, 7, 8, 9}))).empty());  // too few to tell
  CHECK(codes(intake(reports("a.example", {10, 12, 14, 16, 18}))).empty());
  CHECK(codes(intake(reports("a.example", {11, 13, 15, 17, 19}))) == Codes{"reports_stopped"});
}

TEST_CASE("a reporter has stopped after a week at least") {
  const auto with_another = [](const std::vector<int>& ends) {
    auto held = reports("a.example", {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
    const auto others = reports("b.example", ends);
    held.insert(held.end(), others.begin(), others.end());
    return intake(held);
  };
  CHECK(codes(with_another({7, 8, 9, 10, 11})).empty());
  const auto found = with_another({8, 9, 10, 11, 12});
  CHECK(codes(found) == Codes{"reporter_stopped"});
  CHECK(found.findings[0].text ==
        "b.example sent 5 reports, one every day, and none since 2026-11-13");
  CHECK(found.reporters[0].name == "b.example");
  CHECK(codes(with_another({8, 9, 10, 11})).empty());
  CHECK(codes(with_another({9, 11, 13, 15, 17})).empty());
}

TEST_CASE("what a later report says is left out") {
  const auto found = intake(reports("a.example", {-1, 0, 1}));
  CHECK(found.reports == 2);
  CHECK(*found.newest == now);
}

TEST_CASE("a reporter that fell silent together with all others has not stopped alone") {
  auto held = reports("a.example", {20, 21, 22, 23, 24, 25});
  const auto others = reports("b.example", {20, 21, 22, 23, 24, 25});
  held.insert(held.end(), others.begin(), others.end());
  const auto silent = intake(held);
  CHECK(silent.has_stopped);
  CHECK(silent.reporters[0].has_stopped);
  CHECK_FALSE(silent.reporters[0].has_stopped_alone);
  CHECK_FALSE(silent.reporters[1].has_stopped_alone);

  const auto alone = [&](std::vector<int> resumed) {
    auto more = held;
    const auto again = reports("b.example", resumed);
    more.insert(more.end(), again.begin(), again.end());
    const auto found = intake(more);
    CHECK_FALSE(found.has_stopped);
    const auto& reporters = found.reporters;
    return std::ranges::find(reporters, "a.example", &Reporter::name)->has_stopped_alone;
  };
  CHECK_FALSE(alone({1}));
  CHECK_FALSE(alone({1, 2, 3, 4, 5, 6}));
  CHECK(alone({1, 2, 3, 4, 5, 6, 7}));
}
