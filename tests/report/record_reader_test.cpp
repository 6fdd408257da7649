#include <doctest/doctest.h>

#include <array>

#include "capture.hpp"
#include "sample.hpp"

using namespace hardfail;
using namespace hardfail::report;

TEST_CASE("a record is read in full") {
  const auto parsed = parse(report_of(
      with(with(record, "<disposition>none</disposition>",
                "<disposition>none</disposition><reason><type>local_policy</type><comment>arc=pass"
                "</comment></reason><reason><type>mailing_list</type></reason>"),
           "<header_from>",
           "<envelope_to>to.example</envelope_to><envelope_from>B.example</envelope_from>"
           "<header_from>")));
  REQUIRE(parsed.records.size() == 1);
  const auto& read = parsed.records[0];
  CHECK(read.source.to_string() == "192.0.2.1");
  CHECK(read.messages == 3);
  CHECK(read.envelope_to->text() == "to.example");
  const auto& facts = *read.authentication;
  CHECK(facts.header_from->text() == "example.com");
  CHECK(facts.envelope_from->text() == "b.example");
  CHECK_FALSE(facts.null_sender);
  CHECK(facts.disposition == Disposition::none);
  CHECK(facts.dkim_aligned == Verdict::pass);
  CHECK(facts.spf_aligned == Verdict::fail);
  REQUIRE(facts.reasons.size() == 2);
  CHECK(facts.reasons[0] == OverrideReason{OverrideType::local_policy, "arc=pass"});
  CHECK(facts.reasons[1] == OverrideReason{OverrideType::mailing_list, ""});
  REQUIRE(facts.dkim.size() == 1);
  CHECK(facts.dkim[0].selector == "s1");
  CHECK(facts.dkim[0].result == DkimResult::pass);
  REQUIRE(facts.spf.size() == 1);
  CHECK(facts.spf[0].domain->text() == "bounce.example");
  CHECK(facts.spf[0].scope == SpfScope::mfrom);
  CHECK(facts.spf[0].result == SpfResult::softfail);
  CHECK(parsed.report.warnings.empty());
}

TEST_CASE("what is written oddly but plainly makes the same record") {
  const auto plain = parse(report_of(record)).records;
  const std::string swapped =
      "<record>" + auth_results + identifiers +
      "<row><policy_evaluated><spf>fail</spf><dkim>pass</dkim><disposition>none</disposition>"
      "</policy_evaluated><count>3</count><source_ip>192.0.2.1</source_ip></row></record>";
  const auto variants = std::to_array<std::string>({
      with(with(record, "<identifiers>", "<identities>"), "</identifiers>", "</identities>"),
      swapped,
      with(record, "192.0.2.1", "\n  192.0.2.1\t"),
      with(record, "192.0.2.1", "::ffff:192.0.2.1"),
      with(record, "192.0.2.1", "0000:0000:0000:0000:0000:FFFF:C000:0201"),
      with(record, "192.0.2.1", "192.0.<!-- a comment -->2.1"),
      with(record, "192.0.2.1", "<![CDATA[192.0.2.1]]>"),
      with(record, "192.0.2.1", "192.0.2&#46;1"),
      with(record, ">3<", "> 3 <"),
      with(record, ">3<", ">3.0<"),
      with(record, ">3<", ">+3<"),
      with(record, "192.0.2.1", "192.0.2.1:25"),
      with(record, "example.com", "Example.COM."),
      with(record, "<header_from>example.com", "<header_from>Postmaster@example.com"),
      with(record, "<header_from>example.com", "<header_from>example.com, other.example"),
      with(record, "bounce.example", "x@bounce.example"),
      with(record, "bounce.example", "&lt;x@bounce.example&gt;"),
      with(record, "<dkim>pass", "<dkim>Pass"),
      with(record, "<result>softfail", "<result>SoftFail"),
      with(record, "<disposition>none", "<disposition>None"),
      with(record, "<scope>mfrom", "<scope>MFROM"),
      with(record, "<count>3</count>", "<count>3</count><count>3</count>"),
      with(record, "<count>3</count>", "<count>3</count><count>4</count>"),
      with(record, "</row>", "</row><unknown a='>'><x/></unknown>"),
      with(record, "<record>", "<record a=\">\" b='/>'>"),
      with(record, "<auth_results>", "<auth_results><dkim><domain/><result/></dkim><spf/>"),
      with(record, "</policy_evaluated>", "<reason><type/><comment/></reason></policy_evaluated>"),
      with(record, "</record>", "<extension><spf><result>pass</result></spf></extension></record>"),
  });
  for (const auto& variant : variants) {
    CAPTURE(variant);
    CHECK(parse(report_of(variant)).records == plain);
  }
}

TEST_CASE("odd results keep their own text and never become a pass") {
  struct Row {
    const char* text;
    SpfResult spf;
    DkimResult dkim;
    Verdict verdict;
  };
  for (const auto& [text, spf, dkim, verdict] : std::to_array<Row>({
           {"hardfail", SpfResult::fail, DkimResult::fail, Verdict::unknown},
           {"permfail", SpfResult::permerror, DkimResult::permerror, Verdict::unknown},
           {"error", SpfResult::temperror, DkimResult::temperror, Verdict::unknown},
           {"unknown", SpfResult::unknown, DkimResult::unknown, Verdict::unknown},
           {"invalid", SpfResult::unknown, DkimResult::permerror, Verdict::unknown},
           {"passed", SpfResult::unknown, DkimResult::unknown, Verdict::unknown},
           {"pass pass", SpfResult::unknown, DkimResult::unknown, Verdict::unknown},
           {"softfail", SpfResult::softfail, DkimResult::fail, Verdict::unknown},
           {"none", SpfResult::none, DkimResult::none, Verdict::unknown},
           {"PASS", SpfResult::pass, DkimResult::pass, Verdict::pass},
       })) {
    CAPTURE_BOUND(text);
    const std::string said(text);
    const auto parsed = parse(report_of(
        "<record><row><source_ip>192.0.2.1</source_ip><count>1</count><policy_evaluated><dkim>" +
        said + "</dkim></policy_evaluated></row><auth_results><dkim><result>" + said +
        "</result></dkim><spf><result>" + said + "</result></spf></auth_results></record>"));
    REQUIRE(parsed.records.size() == 1);
    const auto& facts = *parsed.records[0].authentication;
    CHECK(facts.spf.at(0).result == spf);
    CHECK(facts.dkim.at(0).result == dkim);
    CHECK(facts.dkim_aligned == verdict);
    CHECK(facts.spf_aligned == Verdict::unknown);
    const bool known_to_spf = said == "softfail" || said == "none";
    CHECK(parsed.warns("spf-result") == !known_to_spf);
    CHECK(parsed.warns("dkim-result") == (said != "none"));
    CHECK(parsed.warns("policy-evaluated"));
    for (const auto& warning : parsed.report.warnings) {
      CHECK(warning.text.find('"' + said + '"') != std::string::npos);
    }
  }
}

TEST_CASE("a doubled element does not overrule the first") {
  const auto parsed =
      parse(report_of(with(record, "<spf>fail</spf>", "<spf>softfail</spf><spf>pass</spf>")));
  CHECK(parsed.records.at(0).authentication->spf_aligned == Verdict::unknown);
  CHECK(parsed.warns("doubled"));
}

TEST_CASE("an empty envelope from is a bounce") {
  struct Row {
    const char* xml;
    bool null_sender;
  };
  for (const auto& [xml, null_sender] : std::to_array<Row>({
           {"<envelope_from/>", true},
           {"<envelope_from> </envelope_from>", true},
           {"<envelope_from>&lt;&gt;</envelope_from>", true},
           {"<envelope_from><></envelope_from>", true},
           {"<envelope_from>a.example</envelope_from>", false},
           {"", false},
       })) {
    CAPTURE_BOUND(xml);
    const auto parsed =
        parse(report_of(with(record, "<header_from>", std::string(xml) + "<header_from>")));
    REQUIRE(parsed.records.size() == 1);
    CHECK(parsed.records[0].authentication->null_sender == null_sender);
  }
}

TEST_CASE("records that do not say who sent how much are left out and told") {
  struct Row {
    const char* address;
    const char* count;
    const char* code;
  };
  for (const auto& [address, count, code] : std::to_array<Row>({
           {"", "", "blank-record"},
           {"", "0", "blank-record"},
           {"X.X.X.X", "1", "source-ip"},
           {"", "1", "source-ip"},
           {"mail.example", "1", "source-ip"},
           {"192.0.2.0/24", "1", "source-ip"},
           {"[mail.example]", "1", "source-ip"},
           {"[]", "1", "source-ip"},
           {"192.0.2.1", "", "count"},
           {"192.0.2.1", "0", "count"},
           {"192.0.2.1", "-1", "count"},
           {"192.0.2.1", "many", "count"},
           {"192.0.2.1", "1.5", "count"},
           {"192.0.2.1", "99999999999999999999999", "count"},
           {"192.0.2.1", "18446744073709551615", "count"},
       })) {
    CAPTURE_BOUND(address);
    CAPTURE_BOUND(count);
    const auto odd = "<record><row><source_ip>" + std::string(address) + "</source_ip><count>" +
                     count + "</count></row></record>";
    const auto parsed = parse(report_of(odd + record));
    CHECK(parsed.records.size() == 1);
    CHECK(parsed.report.records == 1);
    CHECK(parsed.report.messages == 3);
    CHECK(parsed.warns(code));
  }
}

TEST_CASE("what a record does not say is unknown, and no warning tells what is usual") {
  struct Row {
    const char* what;
    std::string xml;
    std::size_t dkim, spf;
    const char* codes;
  };
  const std::string empty_dkim = "<dkim><domain/><selector/><result/></dkim>";
  for (const auto& [what, xml, dkim, spf, codes] : std::vector<Row>{
           {"auth_results empty", with(record, auth_results, "<auth_results/>"), 0, 0, ""},
           {"no auth_results", with(record, auth_results, ""), 0, 0, ""},
           {"no SPF result",
            with(record, auth_results,
                 "<auth_results><dkim><domain>a.example</domain><result>pass</result></dkim>"
                 "</auth_results>"),
            1, 0, ""},
           {"no DKIM result",
            with(record, auth_results,
                 "<auth_results><spf><domain>a.example</domain><result>pass</result></spf>"
                 "</auth_results>"),
            0, 1, ""},
           {"empty DKIM results, SPF repeated",
            with(record, auth_results,
                 "<auth_results>" + empty_dkim + empty_dkim +
                     "<spf><domain>a.example</domain><result>fail</result></spf>"
                     "<spf><domain>a.example</domain><result>pass</result></spf></auth_results>"),
            0, 2, ""},
           {"results without a word",
            with(record, auth_results,
                 "<auth_results><dkim><domain>a.example</domain><result/></dkim>"
                 "<spf><domain>a.example</domain></spf></auth_results>"),
            1, 1, "dkim-result spf-result"},
           {"human_result empty",
            with(record, "<result>pass</result>", "<result>pass</result><human_result/>"), 1, 1,
            ""},
           {"empty reason",
            with(record, "</policy_evaluated>",
                 "<reason><type/><comment/></reason></policy_evaluated>"),
            1, 1, ""},
       }) {
    CAPTURE_BOUND(what);
    const auto parsed = parse(report_of(xml));
    REQUIRE(parsed.records.size() == 1);
    CHECK(parsed.records[0].messages == 3);
    CHECK(parsed.records[0].authentication->dkim.size() == dkim);
    CHECK(parsed.records[0].authentication->spf.size() == spf);
    CHECK(codes_of(parsed.report) == codes);
  }
}

TEST_CASE("the evaluated policy is never better than what is written") {
  struct Row {
    const char* xml;
    Disposition disposition;
    Verdict dkim, spf;
    const char* codes;
  };
  using D = Disposition;
  using V = Verdict;
  for (const auto& [xml, disposition, dkim, spf, codes] : std::to_array<Row>({
           {"", D::unknown, V::unknown, V::unknown, ""},
           {"<policy_evaluated/>", D::unknown, V::unknown, V::unknown, ""},
           {"<policy_evaluated><disposition>none</disposition></policy_evaluated>", D::none,
            V::unknown, V::unknown, ""},
           {"<policy_evaluated><disposition/><dkim/><spf/></policy_evaluated>", D::unknown,
            V::unknown, V::unknown, ""},
           {"<policy_evaluated><disposition>pass</disposition><dkim>pass</dkim><spf>fail</spf>"
            "</policy_evaluated>",
            D::pass, V::pass, V::fail, ""},
           {"<policy_evaluated><disposition>None</disposition><dkim>Pass</dkim><spf>none</spf>"
            "</policy_evaluated>",
            D::none, V::pass, V::unknown, "disposition policy-evaluated policy-evaluated"},
           {"<policy_evaluated><disposition>delete</disposition><dkim>neutral</dkim>"
            "<spf>softfail</spf></policy_evaluated>",
            D::unknown, V::unknown, V::unknown, "disposition policy-evaluated policy-evaluated"},
       })) {
    CAPTURE_BOUND(xml);
    const auto begin = row.find("<policy_evaluated>");
    const auto end = row.find("</row>");
    const auto parsed = parse(report_of(with(record, row.substr(begin, end - begin), xml)));
    REQUIRE(parsed.records.size() == 1);
    const auto& facts = *parsed.records[0].authentication;
    CHECK(facts.disposition == disposition);
    CHECK(facts.dkim_aligned == dkim);
    CHECK(facts.spf_aligned == spf);
    CHECK(codes_of(parsed.report) == codes);
  }
}

TEST_CASE("an SPF scope is the one written, or unspecified") {
  struct Row {
    const char* xml;
    SpfScope scope;
    const char* codes;
  };
  for (const auto& [xml, scope, codes] : std::to_array<Row>({
           {"<scope>mfrom</scope>", SpfScope::mfrom, ""},
           {"<scope>helo</scope>", SpfScope::helo, ""},
           {"<scope/>", SpfScope::unspecified, ""},
           {"", SpfScope::unspecified, ""},
           {"<scope>scope</scope>", SpfScope::unspecified, "spf-scope"},
           {"<scope>MAIL FROM</scope>", SpfScope::mfrom, "spf-scope"},
       })) {
    CAPTURE_BOUND(xml);
    const auto parsed = parse(report_of(with(record, "<scope>mfrom</scope>", xml)));
    CHECK(parsed.records.at(0).authentication->spf.at(0).scope == scope);
    CHECK(codes_of(parsed.report) == codes);
  }
}

TEST_CASE("the reasons of both RFCs are known, others keep their own text") {
  struct Row {
    const char* text;
    OverrideType type;
    const char* codes;
  };
  for (const auto& [text, type, codes] : std::to_array<Row>({
           {"forwarded", OverrideType::forwarded, ""},
           {"sampled_out", OverrideType::sampled_out, ""},
           {"trusted_forwarder", OverrideType::trusted_forwarder, ""},
           {"mailing_list", OverrideType::mailing_list, ""},
           {"local_policy", OverrideType::local_policy, ""},
           {"policy_test_mode", OverrideType::policy_test_mode, ""},
           {"other", OverrideType::other, ""},
           {"Forwarded", OverrideType::forwarded, "reason"},
           {"whim", OverrideType::unknown, "reason"},
       })) {
    CAPTURE_BOUND(text);
    const auto parsed = parse(report_of(with(record, "</policy_evaluated>",
                                             "<reason><type>" + std::string(text) +
                                                 "</type><comment>arc=fail as[1].d=a.example"
                                                 "</comment></reason></policy_evaluated>")));
    const auto& reasons = parsed.records.at(0).authentication->reasons;
    REQUIRE(reasons.size() == 1);
    CHECK(reasons[0] == OverrideReason{type, "arc=fail as[1].d=a.example"});
    CHECK(codes_of(parsed.report) == codes);
    if (*codes != 0) CHECK(parsed.warning("reason").find(text) != std::string::npos);
  }
}

TEST_CASE("a reason is read where its type is the text of the reason itself") {
  const auto parsed = parse(report_of(with(record, "</policy_evaluated>",
                                           "<reason>sampled_out</reason><reason>whim</reason>"
                                           "<reason> </reason></policy_evaluated>")));
  CHECK(parsed.records.at(0).authentication->reasons ==
        std::vector<OverrideReason>{{OverrideType::sampled_out, ""}, {OverrideType::unknown, ""}});
  CHECK(parsed.warning("reason").find("whim") != std::string::npos);
}

TEST_CASE("a second row in a record is told, even if it says the same") {
  const std::string one = "<row><source_ip>192.0.2.1</source_ip><count>3</count></row>";
  const auto parsed = parse(report_of("<record>" + one + one + identifiers + "</record>" + record));
  CHECK(parsed.report.messages == 6);
  CHECK(codes_of(parsed.report) == "rows");
}

TEST_CASE("records alike are each counted") {
  const auto parsed = parse(report_of(record + record + record));
  CHECK(parsed.report.records == 3);
  CHECK(parsed.report.messages == 9);
  CHECK(codes_of(parsed.report).empty());
}

TEST_CASE("blank records are counted") {
  const auto parsed = parse(report_of("<record/><record></record><record><row/></record>"));
  REQUIRE(parsed.report.warnings.size() == 1);
  CHECK(parsed.report.warnings[0].code == "blank-record");
  CHECK(parsed.report.warnings[0].count == 3);
}

TEST_CASE("texts are bounded, and shown without control characters") {
  ParserLimits limits;
  limits.text_octets = 20;
  const auto parsed = parse(report_of(with(with(record, ">s1<", '>' + std::string(50, 's') + '<'),
                                           "<result>softfail", "<result>\x1b[31mpass")),
                            std::string::npos, limits);
  CHECK(parsed.records.at(0).authentication->dkim.at(0).selector.size() == 20);
  CHECK(parsed.warns("long-text"));
  CHECK(parsed.records[0].authentication->spf.at(0).result == SpfResult::unknown);
  CHECK(parsed.warning("spf-result").find("\\x1b[31mpass") != std::string::npos);
}

TEST_CASE("a record keeps a hundred results") {
  std::string many;
  for (int i = 0; i < 150; ++i) many += "<dkim><domain>d.example</domain></dkim>";
  const auto parsed = parse(report_of(with(record, "<auth_results>", "<auth_results>" + many)));
  CHECK(parsed.records.at(0).authentication->dkim.size() == 100);
  CHECK(parsed.warns("many-results"));
}
