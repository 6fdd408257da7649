#include <doctest/doctest.h>

#include <array>

#include "capture.hpp"
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
  struct Row {
    const char* text;
    const char* warning;
  };
  for (const auto& [text, warning] : std::to_array<Row>({
           {" 1700000000 ", ""},
           {"1700000000.0", ""},
           {"1700000000.73", ""},
           {"1700000000000", "date \"1700000000000\" is read as milliseconds\n"},
           {"1700000000000.5", "date \"1700000000000.5\" is read as milliseconds\n"},
           {"1700000000000000", "date \"1700000000000000\" is read as microseconds\n"},
           {"1700000000000000000", "date \"1700000000000000000\" is read as nanoseconds\n"},
           {"2023-11-14T22:13:20Z", "date \"2023-11-14T22:13:20Z\" is read as ISO 8601\n"},
           {"2023-11-14 22:13:20", "date \"2023-11-14 22:13:20\" is read as ISO 8601\n"},
           {"2023-11-14T22:13:20.000Z", "date \"2023-11-14T22:13:20.000Z\" is read as ISO 8601\n"},
           {"2023-11-14T23:13:20.5+01:00",
            "date \"2023-11-14T23:13:20.5+01:00\" is read as ISO 8601\n"},
       })) {
    CAPTURE_BOUND(text);
    const auto parsed = parse(with(report_of(record), "1700000000", text));
    CHECK(parsed.report.period.begin == Moment{std::chrono::seconds{1700000000}});
    CHECK(parsed.warning("date") == warning);
    CHECK(codes_of(parsed.report) == (*warning == 0 ? "" : "date"));
  }
}

TEST_CASE("a report whose period is half known keeps its records") {
  struct Row {
    const char* begin;
    const char* end;
    std::int64_t first, last;
    const char* warning;
  };
  constexpr std::int64_t b = 1700000000;
  constexpr std::int64_t e = 1700086399;
  for (const auto& [begin, end, first, last, warning] : std::to_array<Row>({
           {"1700000000", "1700000000", b, b, ""},
           {"1700000000", "1704000000", b, 1704000000, ""},
           {"1700086399", "1700000000", b, e,
            "the report's end \"1700000000\" is before its begin 2023-11-15T22:13:19Z: the two "
            "are swapped\n"},
           {"", "1700086399", e, e,
            "the report's begin \"\" is not a plausible time: its end is used for both\n"},
           {"1700000000", "", b, b,
            "the report's end \"\" is not a plausible time: its begin is used for both\n"},
           {"soon", "1700086399", e, e,
            "the report's begin \"soon\" is not a plausible time: its end is used for both\n"},
           {"0", "1700086399", e, e,
            "the report's begin \"0\" is not a plausible time: its end is used for both\n"},
           {"-5", "1700086399", e, e,
            "the report's begin \"-5\" is not a plausible time: its end is used for both\n"},
           {"302832000", "1700086399", e, e,
            "the report's begin \"302832000\" is not a plausible time: its end is used for both\n"},
           {"1700000000", "86400", b, b,
            "the report's end \"86400\" is not a plausible time: its begin is used for both\n"},
           {"1700000000", "4200000000", b, b,
            "the report's end \"4200000000\" is not a plausible time: its begin is used for "
            "both\n"},
           {"1700000000", "99999999999999999999", b, b,
            "the report's end \"99999999999999999999\" is not a plausible time: its begin is used "
            "for both\n"},
           {"302832000", "302918400", 302832000, 302918400,
            "the report's period is older than DMARC \"302832000\" is kept as it stands\n"},
       })) {
    CAPTURE_BOUND(begin);
    CAPTURE_BOUND(end);
    const auto parsed =
        parse(with(with(report_of(record), "1700086399", end), "1700000000", begin));
    const auto at = [](std::int64_t seconds) { return Moment{std::chrono::seconds{seconds}}; };
    CHECK(parsed.report.period == Period{at(first), at(last)});
    CHECK(parsed.warning("period") == warning);
    CHECK(parsed.report.messages == 3);
  }
}

TEST_CASE("a report without policy domain is one of the domain that its records name") {
  struct Row {
    const char* policy;
    const char* domain;
    const char* codes;
  };
  for (const auto& [published, domain, codes] : std::to_array<Row>({
           {"<policy_published><domain>a.example</domain></policy_published>", "a.example", ""},
           {"<policy_published><p>none</p></policy_published>", "example.com", "policy-domain"},
           {"<policy_published><domain/></policy_published>", "example.com", "policy-domain"},
           {"", "example.com", "policy-domain"},
           {"<policy_published><domain>a..b</domain></policy_published>", "example.com",
            "domain*2 policy-domain"},
           {"<domain>a.example</domain><policy_published><p>none</p></policy_published>",
            "a.example", "policy-domain"},
       })) {
    CAPTURE_BOUND(published);
    const auto parsed =
        parse("<feedback>" + metadata + published + record + record + "</feedback>");
    CHECK(parsed.report.policy.domain->text() == domain);
    CHECK(parsed.report.records == 2);
    CHECK(codes_of(parsed.report) == codes);
  }
}

TEST_CASE("a report without any domain or date is refused with the reason") {
  struct Row {
    const char* begin;
    const char* end;
    const char* reason;
  };
  const auto bare = with(report_of(""), "<domain>example.com</domain>", "");
  CHECK(refusal(bare).find("policy_published has no domain") != std::string::npos);
  for (const auto& [begin, end, reason] : std::to_array<Row>({
           {"", "", "date_range has no begin"},
           {"", "soon", "its end is \"soon\""},
           {"soon", "", "its begin is \"soon\""},
           {"0", "0", "its begin is \"0\""},
           {"-5", "-4", "its begin is \"-5\""},
           {"4200000000", "4200086400", "its begin is \"4200000000\""},
           {"99999999999999999999", "1e9", "its begin is \"99999999999999999999\""},
           {"18446744073709551615", "", "its begin is \"18446744073709551615\""},
       })) {
    CAPTURE_BOUND(begin);
    CAPTURE_BOUND(end);
    const auto told =
        refusal(with(with(report_of(record), "1700086399", end), "1700000000", begin));
    CAPTURE(told);
    CHECK(told.find(reason) != std::string::npos);
  }
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
  const auto outside =
      "<feedback><org_name>o</org_name><begin>1700000000</begin><report_metadata>"
      "<report_id>1</report_id><date_range><end>1700086399</end></date_range>"
      "</report_metadata>" +
      policy + "</feedback>";
  CHECK(parse(outside).report.org_name == "o");
  CHECK(parse(outside).report.period == parse(report_of("")).report.period);
}

TEST_CASE("names are compared without case where the exact name is not there") {
  const auto plain = parse(report_of(record + record));
  const auto in_capitals = [](std::string xml) {
    bool in_name = false;
    for (auto& c : xml) {
      if (in_name && c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
      in_name = c == '<' || (in_name && c != '>' && c != ' ');
    }
    return xml;
  };
  const auto all = in_capitals("<feedback>" + metadata + policy + record + record + "</feedback>");
  struct Row {
    std::string xml;
    const char* codes;
  };
  for (const auto& [xml, codes] : std::vector<Row>{
           {all, "element-name*3"},
           {with(with(report_of(record + record), "<feedback", "<Feedback"), "/feedback",
                 "/Feedback"),
            "element-name"},
           {with(with(report_of(record + record), "<org_name", "<Org_Name"), "/org_name",
                 "/Org_Name"),
            "element-name"},
           {report_of(in_capitals(record) + record), "element-name"},
           {report_of(
                with(with(record, "<identifiers", "<Identifiers"), "/identifiers", "/Identifiers") +
                record),
            "element-name"},
           {report_of(
                with(with(record, "<header_from", "<HEADER_FROM"), "/header_from", "/HEADER_FROM") +
                record),
            "element-name"},
           {report_of(with(with(record, "<count", "<Count"), "/count", "/Count") + record),
            "element-name"},
           {report_of(with(record, "</count", "</Count") + record), "not-well-formed"},
       }) {
    CAPTURE_BOUND(xml);
    const auto parsed = parse(xml);
    CHECK(parsed.records == plain.records);
    CHECK(parsed.report.body_hash == plain.report.body_hash);
    CHECK(codes_of(parsed.report) == codes);
  }
}

TEST_CASE("a foreign element in capitals is not an element of the record") {
  const auto parsed = parse(report_of(with(record, "</row>", "</row><ArcResult/><Spf/>")));
  CHECK(parsed.records == parse(report_of(record)).records);
  CHECK(codes_of(parsed.report).empty());
}

TEST_CASE(
    "the published policy is kept as the reporter wrote it, empty or missing elements empty") {
  struct Row {
    const char* xml;
    PublishedPolicy policy;
  };
  for (const auto& [xml, published] : std::vector<Row>{
           {"", {}},
           {"<p>none</p><sp/>", {.p = "none"}},
           {"<p>invalid</p><sp>nil</sp><pct>not-a-number</pct><fo>1:d:s</fo><np>reject</np>",
            {.p = "invalid", .sp = "nil", .np = "reject", .pct = "not-a-number", .fo = "1:d:s"}},
           {"<discovery_method>psd</discovery_method><testing>y</testing><fo>0</fo>",
            {.fo = "0", .testing = "y", .discovery_method = "psd"}},
       }) {
    CAPTURE_BOUND(xml);
    auto expected = published;
    expected.domain = DomainName::parse("example.com");
    const auto parsed =
        parse("<feedback>" + metadata + "<policy_published>" + xml +
              "<domain>example.com</domain></policy_published>" + record + "</feedback>");
    CHECK(parsed.report.policy == expected);
    CHECK(codes_of(parsed.report).empty());
    CHECK(parsed.records.size() == 1);
  }
}

TEST_CASE("report ids and versions are kept as they stand") {
  struct Row {
    const char* xml;
    const char* text;
  };
  for (const auto& [xml, text] : std::to_array<Row>({
           {"a.b@c.example", "a.b@c.example"},
           {"1:2", "1:2"},
           {"a!b!1!2", "a!b!1!2"},
           {"&lt;17@a.example&gt;", "<17@a.example>"},
           {"<![CDATA[<17@a.example>]]>", "<17@a.example>"},
           {"\n  17 18\t", "17 18"},
           {"&quot;x&quot;.NET &amp; Co", "\"x\".NET & Co"},
       })) {
    CAPTURE_BOUND(xml);
    const auto parsed = parse(with(report_of(record), ">17<", std::string(">") + xml + "<"));
    CHECK(parsed.report.report_id == text);
    CHECK(parse(with(report_of(record), ">receiver.example<", std::string(">") + xml + "<"))
              .report.org_name == text);
    CHECK(codes_of(parsed.report).empty());
  }
  for (const char* version : {"1.0", "0.1", "2.0", "0", ""}) {
    CAPTURE(version);
    const auto parsed =
        parse(with(report_of(record), "<report_metadata>",
                   "<version>" + std::string(version) + "</version><report_metadata>"));
    CHECK(parsed.report.version == version);
    CHECK(codes_of(parsed.report).empty());
  }
  const auto nameless = parse(with(report_of(record), "<report_id>17</report_id>", ""));
  CHECK(nameless.report.report_id.empty());
  CHECK(codes_of(nameless.report) == "report-id");
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

TEST_CASE("namespaces, attributes and extensions do not hide a report") {
  const auto plain = parse(report_of(record + record));
  const auto body = metadata + policy + record + record;
  const std::string extension =
      "<extension><v:x xmlns:v='urn:v'><v:domain>v.example</v:domain><v:p>reject</v:p></v:x>"
      "</extension>";
  for (const auto& xml : std::to_array<std::string>({
           "<feedback xmlns:xsd='http://www.w3.org/2001/XMLSchema' "
           "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'>" +
               body + "</feedback>",
           "<feedback xmlns='urn:ietf:params:xml:ns:dmarc-2.0'>" + body + "</feedback>",
           "<feedback xmlns='http://dmarc.org/dmarc-xml/0.1'>" + body + "</feedback>",
           "<feedback xmlns='http//dmarc.org/dmarc-xml/0.1'>" + body + "</feedback>",
           "<ns1:feedback xmlns:ns1='http://dmarc.org/dmarc-xml/0.2'>" + body + "</ns1:feedback>",
           "<feedback>" + with(body, "<email>", "<email lang='de'>") + "</feedback>",
           "<feedback>" + metadata + policy + extension + record + record + "</feedback>",
           "<feedback>" + body + with(with(extension, "<ext", "<exts:ext"), "</ext", "</exts:ext") +
               "</feedback>",
       })) {
    CAPTURE(xml);
    const auto parsed = parse(xml);
    CHECK(parsed.records == plain.records);
    CHECK(parsed.report.body_hash == plain.report.body_hash);
    CHECK(codes_of(parsed.report).empty());
  }
}
