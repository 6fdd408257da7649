#include <doctest/doctest.h>

#include <array>

#include "hardfail/util/error.hpp"
#include "sample.hpp"

using namespace hardfail;
using namespace hardfail::report;

namespace {

std::string refusal(const std::string& xml) {
  try {
    static_cast<void>(parse(xml));
  } catch (const InputError& error) {
    return error.what();
  }
  return "read";
}

}  // namespace

TEST_CASE("the head is read in full") {
  const auto report =
      parse(with(report_of(record), "</email>",
                 "</email><extra_contact_info>help</extra_contact_info><generator>g 1</generator>"))
          .report;
  CHECK(report.org_name == "receiver.example");
  CHECK(report.email == "dmarc@receiver.example");
  CHECK(report.extra_contact_info == "help");
  CHECK(report.generator == "g 1");
  CHECK(report.report_id == "17");
  CHECK(to_iso8601(report.period.begin) == "2023-11-14T22:13:20Z");
  CHECK(to_iso8601(report.period.end) == "2023-11-15T22:13:19Z");
  CHECK(report.policy.domain->text() == "example.com");
  CHECK(report.policy.p == "none");
  CHECK(report.policy.sp == "reject");
  CHECK(report.policy.adkim == "r");
  CHECK(report.policy.aspf == "s");
  CHECK(report.policy.pct == "100");
  CHECK(report.policy.fo == "1");
  CHECK(report.records == 1);
  CHECK(report.messages == 3);
  CHECK(report.warnings.empty());
}

TEST_CASE("a report without records is a report") {
  CHECK(parse(report_of("")).report.records == 0);
}

TEST_CASE("dates are taken as what they plainly mean") {
  for (const char* text :
       {" 1700000000 ", "1700000000.0", "1700000000.73", "1700000000000", "2023-11-14T22:13:20Z"}) {
    CAPTURE(text);
    const auto report = parse(with(report_of(record), "1700000000", text)).report;
    CHECK(report.period.begin == Moment{std::chrono::seconds{1700000000}});
  }
}

TEST_CASE("a report without domain or possible period is refused with the reason") {
  struct Row {
    const char* from;
    const char* to;
    const char* reason;
  };
  for (const auto& [from, to, reason] : std::to_array<Row>({
           {"<domain>example.com</domain>", "", "policy_published has no domain"},
           {"<domain>example.com</domain>", "<domain>a..b</domain>", "has no domain"},
           {"<begin>1700000000</begin>", "", "date_range has no begin"},
           {"<end>1700086399</end>", "<end/>", "date_range has no end"},
           {"1700000000", "soon", "\"soon\""},
           {"1700000000", "0", "\"0\""},
           {"1700000000", "-5", "\"-5\""},
           {"1700086399", "1699999999", "before its begin"},
           {"1700086399", "4200000000", "\"4200000000\""},
           {"1700086399", "99999999999999999999", "\"99999999999999999999\""},
           {"1700086399", "18446744073709551615", "\"18446744073709551615\""},
       })) {
    CAPTURE(from);
    CAPTURE(to);
    const auto told = refusal(with(report_of(record), from, to));
    CAPTURE(told);
    CHECK(told.find(reason) != std::string::npos);
  }
}

TEST_CASE("a period before DMARC is kept and told") {
  const auto parsed = parse(with(report_of(record), "1700000000", "302832000"));
  CHECK(parsed.warns("period"));
}

TEST_CASE("a report without organisation is named after its e-mail domain") {
  const std::string name = "<org_name>receiver.example</org_name>";
  CHECK(parse(with(report_of(record), name, "")).report.org_name == "receiver.example");
  CHECK(parse(with(report_of(record), name, "<org_name/>")).report.org_name == "receiver.example");
  const auto nameless = with(with(report_of(record), name, ""), "dmarc@receiver.example", "");
  CHECK(parse(nameless).report.org_name == "unknown");
  CHECK(parse(nameless).warns("org-name"));
}

TEST_CASE("misplaced, renamed and doubled elements of the head are found") {
  const auto renamed = with(with(report_of(record), "<date_range>", "<data_range>"),
                            "</date_range>", "</data_range>");
  CHECK(parse(renamed).report.period.begin == Moment{std::chrono::seconds{1700000000}});
  const auto twice = "<feedback>" + record + policy + with(policy, "example.com", "b.example") +
                     metadata + "</feedback>";
  CHECK(parse(twice).report.policy.domain->text() == "example.com");
  CHECK(parse(twice).records.size() == 1);
  const auto first_empty =
      "<feedback>" + metadata + "<policy_published/>" + policy + record + "</feedback>";
  CHECK(parse(first_empty).report.policy.domain->text() == "example.com");
}

TEST_CASE("what RFC 9990 adds is read") {
  const auto report = parse(
                          "<feedback xmlns=\"urn:ietf:params:xml:ns:dmarc-2.0\">"
                          "<version>1.0</version>" +
                          metadata +
                          "<policy_published><discovery_method>treewalk</discovery_method>"
                          "<domain>example.com</domain><p>none</p><np>reject</np>"
                          "<testing>n</testing></policy_published><extension><x/></extension>"
                          "</feedback>")
                          .report;
  CHECK(report.version == "1.0");
  CHECK(report.policy.np == "reject");
  CHECK(report.policy.testing == "n");
  CHECK(report.policy.discovery_method == "treewalk");
}
