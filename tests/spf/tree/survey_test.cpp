#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

#include "capture.hpp"
#include "hardfail/spf/survey.hpp"
#include "memory_resolver.hpp"

using namespace hardfail;
using namespace hardfail::spf;
using dns::RecordType;
using Severity = Finding::Severity;

namespace {

Survey survey_of(MemoryResolver& dns) {
  return survey(DomainName::parse("example.com").value(), dns);
}

const Finding* finding(const Survey& survey, std::string_view code) {
  const auto found = std::ranges::find(survey.findings, code, &Finding::code);
  return found == survey.findings.end() ? nullptr : &*found;
}

}  // namespace

TEST_CASE("a sound record has no findings") {
  MemoryResolver dns;
  dns.txt("example.com", "v=spf1 ip4:192.0.2.0/24 a mx include:inc.example.net ~all");
  dns.txt("inc.example.net", "v=spf1 ip6:2001:db8::/32 -all");
  dns.address("example.com", "192.0.2.1").address("example.com", "2001:db8::1");
  dns.mx("example.com", 10, "mx.example.com");
  dns.address("mx.example.com", "192.0.2.2").address("mx.example.com", "2001:db8::2");
  const auto survey = survey_of(dns);
  CHECK(survey.status == RecordStatus::ok);
  CHECK(survey.own.status == RecordStatus::ok);
  CHECK(survey.all == Qualifier::softfail);
  CHECK(survey.all_at.text() == "example.com");
  CHECK(survey.redirects.empty());
  CHECK(survey.lookups == 3);
  CHECK(survey.void_lookups == 0);
  CHECK(survey.findings.empty());
}

TEST_CASE("every flaw has its code, its severity and its status") {
  struct Row {
    std::string_view record;
    std::string_view code;
    Severity severity;
    RecordStatus status;
  };
  const auto error = Severity::error;
  const auto warning = Severity::warning;
  const auto note = Severity::note;
  const auto ok = RecordStatus::ok;
  const auto permerror = RecordStatus::permerror;
  const auto temperror = RecordStatus::temperror;
  for (const auto& [record, code, severity, status] : {
           Row{"v=spf2", "no_record", error, RecordStatus::none},
           Row{"v=spf1 -all moo", "syntax", error, permerror},
           Row{"v=spf1 +all", "all_pass", error, ok},
           Row{"v=spf1 ?all", "all_neutral", warning, ok},
           Row{"v=spf1 ip4:192.0.2.1", "no_all", warning, ok},
           Row{"v=spf1 -all ip4:192.0.2.1", "terms_after_all", warning, ok},
           Row{"v=spf1 redirect=good.example.net -all", "redirect_beside_all", warning, ok},
           Row{"v=spf1 ptr -all", "ptr", warning, ok},
           Row{"v=spf1 x=y -all", "unknown_modifier", note, ok},
           Row{"v=spf1 exists:%{i}.example.net -all", "depends_on_message", note, ok},
           Row{"v=spf1 include:nowhere.example.net -all", "missing_record", error, permerror},
           Row{"v=spf1 redirect=nowhere.example.net", "missing_record", error, permerror},
           Row{"v=spf1 include:two.example.net -all", "multiple_records", error, permerror},
           Row{"v=spf1 include:bad.example.net -all", "syntax", error, permerror},
           Row{"v=spf1 include:silent.example.net -all", "dns_error", error, temperror},
           Row{"v=spf1 a:silent.example.net -all", "dns_error", error, temperror},
           Row{"v=spf1 include:plus.example.net -all", "include_passes_all", error, ok},
           Row{"v=spf1 include:loop.example.net -all", "loop", error, permerror},
           Row{"v=spf1 redirect=example.com", "loop", error, permerror},
           Row{"v=spf1 include:x..example.com -all", "bad_name", error, permerror},
           Row{"v=spf1 mx:many.example.net -all", "too_many_mx", error, permerror},
           Row{"v=spf1 a:gone.example.net -all", "void_lookups", warning, ok},
           Row{"v=spf1 a:g1.example.net a:g2.example.net exists:g3.example.net -all",
               "too_many_void_lookups", error, permerror},
           Row{"v=spf1 a:four.example.net a:four.example.net a:four.example.net -all",
               "void_lookups_ipv6", note, ok},
           Row{"v=spf1 a:four.example.net a:four.example.net a:four.example.net ip6:2001:db8::1 "
               "-all",
               "too_many_void_lookups", error, permerror},
       }) {
    CAPTURE_BOUND(record);
    MemoryResolver dns;
    dns.txt("example.com", std::string(record)).txt("good.example.net", "v=spf1 -all");
    dns.txt("two.example.net", "v=spf1 -all").txt("two.example.net", "v=spf1 ~all");
    dns.txt("bad.example.net", "v=spf1 ip4:1.2.3 -all").txt("plus.example.net", "v=spf1 +all");
    dns.txt("loop.example.net", "v=spf1 include:example.com -all").silent("silent.example.net");
    for (int i = 0; i < 11; ++i) dns.mx("many.example.net", 10, fmt::format("m{}.example.net", i));
    dns.address("four.example.net", "192.0.2.4");
    const auto survey = survey_of(dns);
    const auto* found = finding(survey, code);
    REQUIRE(found != nullptr);
    CAPTURE(found->text);
    CHECK(found->severity == severity);
    CHECK(survey.status == status);
  }
}

TEST_CASE("several records of the domain itself have a status of their own") {
  MemoryResolver dns;
  dns.txt("example.com", "v=spf1 -all").txt("example.com", "v=spf1 ~all");
  const auto survey = survey_of(dns);
  CHECK(survey.status == RecordStatus::multiple);
  CHECK(survey.own.texts.size() == 2);
}

TEST_CASE("look-ups are counted over the whole tree, and close calls cause a warning") {
  for (const auto& [includes, code] :
       {std::pair(7, ""), std::pair(8, "many_lookups"), std::pair(10, "many_lookups"),
        std::pair(11, "too_many_lookups")}) {
    CAPTURE_BOUND(includes);
    MemoryResolver dns;
    std::string record = "v=spf1 include:i.example.net";
    for (int i = 1; i < includes; ++i) record += " include:j.example.net";
    dns.txt("i.example.net", "v=spf1 -all").txt("j.example.net", "v=spf1 -all");
    dns.txt("example.com", record + " -all");
    const auto survey = survey_of(dns);
    CHECK(survey.lookups == static_cast<unsigned>(includes));
    CHECK(survey.findings.size() == (std::string_view(code).empty() ? 0 : 1));
    if (!survey.findings.empty()) CHECK(survey.findings.front().code == code);
    CHECK((survey.status == RecordStatus::ok) == (includes <= 10));
  }
}

TEST_CASE("the client's name for %{p} is looked up once, beside the terms") {
  MemoryResolver dns;
  dns.txt("example.com", "v=spf1 exists:%{p}.a.example.net exists:%{ir}.%{p}.b.example.net ~all");
  CHECK(survey_of(dns).lookups == 3);
}

TEST_CASE("the effective all is found through redirects") {
  MemoryResolver dns;
  dns.txt("example.com", "v=spf1 ip4:192.0.2.1 redirect=a.example.net")
      .txt("a.example.net", "v=spf1 redirect=_spf.%{d}")
      .txt("_spf.a.example.net", "v=spf1 -all");
  const auto survey = survey_of(dns);
  CHECK(survey.status == RecordStatus::ok);
  CHECK(survey.all == Qualifier::fail);
  CHECK(survey.all_at.text() == "_spf.a.example.net");
  REQUIRE(survey.redirects.size() == 2);
  CHECK(survey.redirects[0].text() == "a.example.net");
  CHECK(survey.redirects[1].text() == "_spf.a.example.net");
}

TEST_CASE("a survey takes as many rounds as the tree is deep, not as it is wide") {
  MemoryResolver dns;
  std::string record = "v=spf1";
  for (int i = 0; i < 9; ++i) {
    record += fmt::format(" include:i{}.example.net", i);
    dns.txt(fmt::format("i{}.example.net", i), "v=spf1 a -all");
    dns.address(fmt::format("i{}.example.net", i), "192.0.2.1");
  }
  dns.txt("example.com", record + " -all");
  CHECK(survey_of(dns).lookups == 18);
  CHECK(dns.rounds() == 3);
}

TEST_CASE("a tree without end is cut") {
  MemoryResolver dns;
  for (int depth = 0; depth < 40; ++depth) {
    std::string record = "v=spf1";
    for (int i = 0; i < 12; ++i) record += fmt::format(" include:x{}.example.net", depth + 1);
    dns.txt(depth == 0 ? "example.com" : fmt::format("x{}.example.net", depth), record);
  }
  const auto survey = survey_of(dns);
  CHECK(survey.status == RecordStatus::permerror);
  CHECK(finding(survey, "too_many_lookups") != nullptr);
}

TEST_CASE("a survey holds every record it read, and no name that gave no answer") {
  MemoryResolver dns;
  dns.txt("example.com", "v=spf1 include:a.example include:gone.example include:dead.example ~all");
  dns.txt("a.example", "v=spf1 ip4:192.0.2.1 -all");
  dns.fail("dead.example", RecordType::txt);
  const auto records = survey_of(dns).records;
  REQUIRE(records.size() == 3);
  CHECK(records.at(*DomainName::parse("a.example")) == "v=spf1 ip4:192.0.2.1 -all");
  CHECK(records.at(*DomainName::parse("gone.example")).empty());
}
