#include <doctest/doctest.h>

#include <algorithm>

#include "alone.hpp"
#include "hardfail/analysis/remarks.hpp"
#include "scenario.hpp"

using namespace hardfail;
using namespace hardfail::analysis;
using namespace hardfail::analysis::test;

namespace {

constexpr std::string_view published = "v=spf1 mx ip4:192.0.2.0/28 include:p.example ~all";

Assessment assess(Scenario given, std::string_view record = published) {
  Assessment assessment{.domain = name("d.example"),
                        .spf = {.own = {.domain = name("d.example")}, .all_at = name("d.example")},
                        .dmarc = {.organizational_domain = name("d.example")}};
  assessment.spf.status = spf::RecordStatus::ok;
  assessment.spf.all = spf::Qualifier::softfail;
  assessment.spf.own.record = *spf::parse_record(record);
  assessment.sources = given.sources();
  assessment.evidence = weigh(given.observations(), assessment.sources, {name("d.example")});
  assessment.impact = impact_of(assessment.sources);
  assessment.senders = alone(assessment.sources);
  assessment.verdict =
      decide(assessment.domain, assessment.evidence, assessment.sources, assessment.senders,
             assessment.impact, assessment.spf, assessment.dmarc, {}, {});
  return assessment;
}

Scenario usual() {
  Scenario given;
  given.listed_servers();
  return given;
}

/// The text of the remark with this code; empty where there is none.
std::string remark(const Assessment& assessment, std::string_view code) {
  const auto remarks = remarks_on(assessment, {});
  const auto found = std::ranges::find(remarks, code, &Reason::code);
  return found == remarks.end() ? "" : found->text;
}

}  // namespace

TEST_CASE("terms that no mail used are candidates to remove") {
  auto given = usual();
  CHECK(remark(assess(given), "unused_terms")
            .find("no mail in the window used mx, "
                  "include:p.example: candidates") == 0);
  SUBCASE("mail of another envelope uses them too") {
    Row row;
    row.spf("news.d.example", report::SpfResult::pass);
    given.mail("198.51.100.9", row).live("198.51.100.9", spf::Result::pass, {"mx"});
    CHECK(remark(assess(given), "unused_terms")
              .find("no mail in the window used "
                    "include:p.example: a candidate") == 0);
  }
  SUBCASE("not where the evidence is thin") {
    for (auto& row : given.observations().rows) row.reporter %= 2;
    CHECK(remark(assess(given), "unused_terms").empty());
  }
  SUBCASE("not where a message's sender decides") {
    given.mail("198.51.100.9", Row{}).live("198.51.100.9", spf::Result::neutral, {});
    given.surroundings().live.back() =
        std::make_shared<const LiveSpf>(LiveSpf{.undecided = "%{l}"});
    CHECK(remark(assess(given), "unused_terms").empty());
  }
  SUBCASE("terms that do not pass anybody list nobody") {
    CHECK(remark(assess(given, "v=spf1 ?mx ip4:192.0.2.0/28 ~all"), "unused_terms").empty());
  }
}

TEST_CASE("missing senders that the record once listed are told with the day") {
  auto given = usual();
  Row row;
  row.spf("d.example", report::SpfResult::pass).dkim("d.example", "crm");
  given.mail("198.51.100.9", row, {.days = 20, .first_day = 70});
  const auto text = remark(assess(given), "dropped_from_record");
  CHECK(text.find("1 missing sender passed SPF when reported, last on 2026-11-20, and is no "
                  "longer covered by the record: 198.51.100.9.") == 0);
}

TEST_CASE("a sender that stops is told, one that is rare is not") {
  struct Case {
    Shape shape;
    bool silent;
  };
  for (const auto& each : {Case{{.days = 30}, true}, Case{{.days = 90}, false},
                           Case{{.days = 80}, false},              // ten days are no silence
                           Case{{.days = 9, .every = 7}, true},    // weekly, until a month ago
                           Case{{.days = 3, .every = 30}, false},  // monthly
                           Case{{.days = 4}, false}}) {            // too little to have a rhythm
    CAPTURE(each.shape.days);
    CAPTURE(each.shape.every);
    auto given = usual();
    Row row;
    row.dkim("d.example", "crm");
    given.mail("198.51.100.9", row, each.shape);
    const auto text = remark(assess(given), "silent_senders");
    CHECK_FALSE(text.empty() == each.silent);
    // A retired sender is history, although it looks missing.
    CHECK((text.find("if it was retired") != std::string::npos) == each.silent);
  }
}

TEST_CASE("a retired sender is named among those that fell silent") {
  auto given = usual();
  Row row;
  row.spf("d.example", report::SpfResult::pass).dkim("d.example", "crm");
  given.mail("198.51.100.9", row, {.days = 20});
  CHECK(remark(assess(given), "dropped_from_record").empty());
  CHECK(remark(assess(given), "silent_senders").find("198.51.100.9 (until 2026-09-11)") !=
        std::string::npos);
}

TEST_CASE("gaps of a week, and a span that a month does not fit in, are told") {
  auto given = usual();
  CHECK(remark(assess(given), "gap_in_reports").empty());
  CHECK(remark(assess(given), "short_for_monthly").empty());
  auto& periods = given.observations().report_periods;
  periods.erase(periods.begin() + 10, periods.begin() + 17);
  CHECK(remark(assess(given), "gap_in_reports")
            .find("no report covers the 7 days from "
                  "2026-09-02 to 2026-09-08") == 0);
  periods.erase(periods.begin(), periods.begin() + 50);
  CHECK_FALSE(remark(assess(given), "short_for_monthly").empty());
}

TEST_CASE("DMARC tags that weaken the policy, or mean nothing any more, are told") {
  auto assessment = assess(usual());
  assessment.dmarc.found_at = name("d.example");
  assessment.dmarc.record = *dmarc::parse_record("v=DMARC1; p=reject; sp=none; t=y; pct=50");
  assessment.dmarc.action = dmarc::Action::quarantine;
  CHECK(remark(assessment, "dmarc_testing") ==
        "the DMARC record has t=y (testing): to receivers p=reject means p=quarantine");
  CHECK(remark(assessment, "dmarc_subdomains").find("the DMARC record has sp=none") == 0);
  assessment.dmarc.problems = {"_dmarc.d.example has 2 DMARC records"};
  CHECK(remark(assessment, "dmarc_problem") == "DMARC: _dmarc.d.example has 2 DMARC records");
  CHECK(remark(assessment, "dmarc_tag").find("The tag pct") != std::string::npos);
}
