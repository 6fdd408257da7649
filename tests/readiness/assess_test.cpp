#include "hardfail/readiness/assess.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

#include "hardfail/dns/cache.hpp"
#include "hardfail/util/error.hpp"
#include "memory_resolver.hpp"
#include "observed.hpp"

using namespace hardfail;
using namespace hardfail::readiness;
using namespace hardfail::readiness::test;
using analysis::SourceClass;

namespace {

/// d.example, and what is seen of it.
class Judged {
 protected:
  analysis::Assessment assess(const Options& options = {}) {
    const auto& observations = m_mail.observations();
    return readiness::assess(name("d.example"), observations, m_marks,
                             look_up_names(observations, m_dns), m_dns, options);
  }

  /// The first signal on each source.
  std::map<std::string, std::string_view> codes() {
    std::map<std::string, std::string_view> codes;
    for (const auto& source : assess().sources) {
      codes.emplace(source.address.to_string(), source.signals.front().code);
    }
    return codes;
  }

  static const analysis::Source& source(const analysis::Assessment& assessment,
                                        std::string_view address) {
    return *std::ranges::find(assessment.sources, ip(address), &analysis::Source::address);
  }

  MemoryResolver m_dns;
  Observed m_mail{"d.example"};
  std::vector<ledger::Mark> m_marks;
};

using Codes = std::map<std::string, std::string_view>;

}  // namespace

TEST_CASE_FIXTURE(Judged, "a domain is judged as of the end of the window, by the record it has") {
  m_dns.txt("d.example", "v=spf1 ip4:192.0.2.1 ~all");
  m_mail.mail("192.0.2.1").mail("203.0.113.9");
  const auto assessment = assess();
  CHECK(assessment.as_of == *parse_iso8601("2026-11-21"));
  CHECK(source(assessment, "192.0.2.1").source_class == SourceClass::listed);
  CHECK(source(assessment, "203.0.113.9").newly_failed == 10);
}

TEST_CASE_FIXTURE(Judged, "a record that is only thought of is judged in place of the published") {
  m_dns.txt("d.example", "v=spf1 ip4:192.0.2.1 ~all");
  m_mail.mail("192.0.2.1").mail("203.0.113.9");
  const auto assessment = assess({.record = "v=spf1 ip4:203.0.113.9 -all"});
  CHECK(assessment.spf.own.texts == std::vector<std::string>{"v=spf1 ip4:203.0.113.9 -all"});
  CHECK(source(assessment, "203.0.113.9").source_class == SourceClass::listed);
  CHECK(source(assessment, "192.0.2.1").source_class != SourceClass::listed);
  CHECK(assessment.what_if);
  CHECK(assessment.verdict.recommendation.find("Publish this record") != std::string::npos);
  CHECK_FALSE(assess().what_if);
  CHECK(assess().verdict.recommendation.find("Publish this record") == std::string::npos);
}

TEST_CASE_FIXTURE(Judged,
                  "a missing sender without a name is told by the service that publishes it") {
  auto services = Services();
  services.add("[Desk]\nkind = helpdesk\ninclude = _spf.desk.example open.desk.example\n", "test");
  m_dns.txt("d.example", "v=spf1 ip4:192.0.2.1 ~all");
  m_dns.txt("_spf.desk.example", "v=spf1 ip4:203.0.113.0/28 ~all");
  m_mail.mail("192.0.2.1").mail("203.0.113.9", "d.example", "desk");
  const auto sender_of = [&](std::string_view address) {
    const auto assessment = assess({.services = &services});
    return assessment.senders[source(assessment, address).sender];
  };
  const auto desk = sender_of("203.0.113.9");
  CHECK(desk.name == "Desk");
  REQUIRE(desk.fix);
  CHECK(desk.fix->terms == std::vector<std::string>{"include:_spf.desk.example"});
  CHECK(desk.fix->lists == 1);
  CHECK(desk.fix->lookups == 1);
  SUBCASE("one that sent elsewhere is not") {
    m_mail.mail("203.0.113.99", "d.example", "other");
    CHECK(sender_of("203.0.113.99").name == "signer of other._domainkey.d.example");
  }
  SUBCASE("a record that passes everybody publishes nobody") {
    m_dns.txt("open.desk.example", "v=spf1 +all");
    m_mail.mail("203.0.113.99", "d.example", "other");
    CHECK(sender_of("203.0.113.99").name == "signer of other._domainkey.d.example");
  }
}

TEST_CASE_FIXTURE(Judged, "where no server answers nothing is judged; an error is an answer") {
  m_dns.txt("other.example", "v=spf1 -all");
  m_dns.silent("d.example").silent("_dmarc.d.example").silent("example");
  m_mail.mail("192.0.2.1");
  CHECK_THROWS_AS(static_cast<void>(assess()), const Error&);

  m_dns.fail("d.example", dns::RecordType::txt);
  CHECK(assess().spf.status == spf::RecordStatus::temperror);
}

TEST_CASE_FIXTURE(Judged, "mail of a domain that redirects here is judged by its own record") {
  m_dns.txt("d.example", "v=spf1 ip4:192.0.2.0/24 ~all");
  m_dns.txt("r.d.example", "v=spf1 ip4:203.0.113.40 redirect=d.example");
  m_mail.mail("203.0.113.40", "r.d.example").mail("203.0.113.41", "r.d.example");
  const auto assessment = assess();
  CHECK(source(assessment, "203.0.113.40").source_class == SourceClass::listed);
  CHECK(source(assessment, "203.0.113.40").newly_failed == 0);
  CHECK(source(assessment, "203.0.113.41").source_class != SourceClass::listed);
  CHECK(source(assessment, "203.0.113.41").newly_failed == 10);
}

TEST_CASE_FIXTURE(Judged, "mail of an alias of the domain is judged by the domain's record") {
  m_dns.txt("d.example", "v=spf1 exists:%{i}.%{d}.ok.example ~all");
  m_dns.address("203.0.113.41.e.d.example.ok.example", "127.0.0.2");
  m_dns.cname("app.d.example", "d.example").cname("e.d.example", "app.d.example");
  m_mail.mail("203.0.113.40", "app.d.example").mail("203.0.113.41", "e.d.example");
  const auto assessment = assess();
  CHECK(source(assessment, "203.0.113.40").governed_messages == 10);
  CHECK(source(assessment, "203.0.113.40").newly_failed == 10);
  CHECK(source(assessment, "203.0.113.41").newly_failed == 0);
  const auto what_if = assess({.record = "v=spf1 ip4:203.0.113.40 ~all"});
  CHECK(source(what_if, "203.0.113.40").newly_failed == 0);
  CHECK(source(what_if, "203.0.113.41").newly_failed == 10);
}

TEST_CASE_FIXTURE(Judged,
                  "a term beyond the look-up limit is the record's own, and no A record's") {
  std::string record = "v=spf1";
  for (int i = 1; i <= 11; ++i) {
    const auto include = "i" + std::to_string(i) + ".example";
    record += " include:" + include;
    m_dns.txt(include, "v=spf1 ip4:192.0.2." + std::to_string(i) + " -all");
  }
  m_dns.txt("d.example", record + " ip4:198.51.100.1 -ip4:203.0.113.2 ~all");
  m_mail.mail("198.51.100.1").mail("198.51.100.2").mail("203.0.113.2");
  const auto assessment = assess();
  CHECK(assessment.spf.status == spf::RecordStatus::permerror);
  CHECK(codes() == Codes{{"198.51.100.1", "own_term"},
                         {"198.51.100.2", "own_network_once"},
                         {"203.0.113.2", "no_evidence"}});
  CHECK(source(assessment, "198.51.100.1").advice.find("the record names it already") == 0);
}

TEST_CASE_FIXTURE(Judged, "own hosts are the domain's address and mail exchangers it runs itself") {
  m_dns.txt("d.example", "v=spf1 ~all").address("d.example", "192.0.2.3");
  m_dns.mx("d.example", 10, "mx.d.example").address("mx.d.example", "198.51.100.4");
  m_dns.mx("d.example", 20, "mx.hosting.example").address("mx.hosting.example", "203.0.113.5");
  m_mail.mail("192.0.2.3").mail("198.51.100.4").mail("203.0.113.5");
  CHECK(codes() == Codes{{"192.0.2.3", "own_address"},
                         {"198.51.100.4", "own_address"},
                         {"203.0.113.5", "mail_host"}});
}

TEST_CASE_FIXTURE(Judged,
                  "a missing sender is proposed by the include that its provider publishes") {
  m_dns.txt("d.example", "v=spf1 mx ~all");
  m_dns.ptr("198.51.100.40", "out1.crm.example").address("out1.crm.example", "198.51.100.40");
  m_mail.mail("198.51.100.40", "d.example", "crm");
  const auto proposed = [&] { return assess().proposal.value().record; };
  CHECK(proposed() == "v=spf1 mx ip4:198.51.100.40 ~all");

  SUBCASE("where it lists that sender") {
    m_dns.txt("_spf.crm.example", "v=spf1 ip4:198.51.100.0/26 -all");
    CHECK(proposed() == "v=spf1 mx include:_spf.crm.example ~all");
  }
  SUBCASE("not where it leaves that sender out") {
    m_dns.txt("_spf.crm.example", "v=spf1 ip4:198.51.100.0/28 -all");
    CHECK(proposed() == "v=spf1 mx ip4:198.51.100.40 ~all");
  }
  SUBCASE("not where it lets everybody pass") {
    m_dns.txt("_spf.crm.example", "v=spf1 +all");
    CHECK(proposed() == "v=spf1 mx ip4:198.51.100.40 ~all");
  }
  SUBCASE("not where it would let a stranger in") {
    m_dns.txt("_spf.crm.example", "v=spf1 ip4:198.51.100.0/24 -all");
    m_mail.mail("198.51.100.200");
    CHECK(proposed() == "v=spf1 mx ip4:198.51.100.40 ~all");
  }
}

TEST_CASE_FIXTURE(Judged, "a proposal is tried before it is made") {
  m_dns.txt("d.example", "v=spf1 a mx ~all");
  m_mail.mail("198.51.100.40", "d.example", "crm");
  const auto proposal = assess().proposal.value();
  CHECK(proposal.lookups == 2);
  CHECK(proposal.now_listed == 1);
  CHECK(proposal.still_missing == 0);
}

TEST_CASE_FIXTURE(Judged, "a missing sender's include is given room in a record that is full") {
  // Nine look-ups of those that send, one of the domain's own hosts, and an include that takes two.
  std::string record = "v=spf1 a";
  for (int i = 1; i <= 9; ++i) {
    const auto number = std::to_string(i);
    record += " include:p" + number + ".example";
    m_dns.txt("p" + number + ".example", "v=spf1 ip4:192.0.2." + number + " -all");
    m_mail.mail("192.0.2." + number).passed();
  }
  m_dns.txt("d.example", record + " ~all").address("d.example", "203.0.113.1");
  m_dns.ptr("198.51.100.40", "out1.crm.example").address("out1.crm.example", "198.51.100.40");
  m_mail.mail("198.51.100.40", "d.example", "crm");
  m_dns.txt("_spf.crm.example", "v=spf1 ip4:198.51.100.32/28 -all");
  const auto assessment = assess();
  REQUIRE(assessment.proposal);
  CHECK(assessment.proposal->record ==
        "v=spf1 ip4:203.0.113.1" + record.substr(8) + " include:_spf.crm.example ~all");
  CHECK(assessment.proposal->lookups == 10);
  CHECK(assessment.proposal->now_listed == 1);

  SUBCASE("by its address where no room can be made") {
    m_dns.txt("_spf.crm.example", "v=spf1 include:a.crm.example include:b.crm.example -all");
    m_dns.txt("a.crm.example", "v=spf1 ip4:198.51.100.32/28 -all");
    m_dns.txt("b.crm.example", "v=spf1 ip4:198.51.100.96/28 -all");
    CHECK(assess().proposal.value().record == record + " ip4:198.51.100.40 ~all");
  }
}

TEST_CASE_FIXTURE(Judged, "a signature from beyond the organizational domain vouches for nobody") {
  m_dns.txt("d.example", "v=spf1 ip4:192.0.2.1 ~all").txt("_dmarc.d.example", "v=DMARC1; p=none");
  m_mail.mail("203.0.113.9").signed_by("example", "parent");
  m_mail.mail("203.0.113.10").signed_by("apart.d.example", "child");
  CHECK(codes() == Codes{{"203.0.113.9", "unlisted_key"}, {"203.0.113.10", "unlisted_key"}});

  SUBCASE("of a public suffix") {
    m_dns.txt("_dmarc.example", "v=DMARC1; p=reject; psd=y");
    CHECK(codes() == Codes{{"203.0.113.9", "no_evidence"}, {"203.0.113.10", "unlisted_key"}});
  }
  SUBCASE("of a name that is an organization of its own") {
    m_dns.txt("_dmarc.apart.d.example", "v=DMARC1; p=none; psd=n");
    CHECK(codes() == Codes{{"203.0.113.9", "unlisted_key"}, {"203.0.113.10", "no_evidence"}});
  }
  SUBCASE("unless the DNS fails, which is told") {
    m_dns.fail("_dmarc.apart.d.example", dns::RecordType::txt);
    CHECK(codes() == Codes{{"203.0.113.9", "unlisted_key"}, {"203.0.113.10", "unlisted_key"}});
    const auto reason = assess().verdict.reasons.back();
    CHECK(reason.code == "organization_unknown");
    CHECK(reason.text.find("organizational domain of apart.d.example:") != std::string::npos);
  }
}

TEST_CASE_FIXTURE(Judged, "of any number of signing subdomains 200 names are looked up") {
  m_dns.txt("d.example", "v=spf1 ~all").txt("_dmarc.d.example", "v=DMARC1; p=none");
  for (int i = 0; i < 250; ++i) {
    const auto number = std::to_string(i);
    m_mail.mail("198.51.100." + number).signed_by("s" + number + ".d.example", "x");
  }
  static_cast<void>(assess());
  const auto walked = std::ranges::count_if(m_dns.asked(), [](const dns::Question& question) {
    return question.name.text().find("_dmarc.s") == 0;
  });
  CHECK(walked == 199);  // and the author
}

TEST_CASE_FIXTURE(Judged,
                  "an error that every address gets is the record's, however sound it looks") {
  m_dns.txt("d.example", "v=spf1 include:%{ir}.%{d}.hosted.example ~all");
  m_mail.mail("192.0.2.1").mail("192.0.2.2");
  CHECK(assess().verdict.state == analysis::State::fix_record);
  CHECK_FALSE(assess().proposal);
  m_dns.txt("1.2.0.192.d.example.hosted.example", "v=spf1 ip4:192.0.2.1 -all");
  CHECK(assess().spf.status == spf::RecordStatus::ok);
}

TEST_CASE_FIXTURE(Judged, "a limit that only clients meet which nobody saw breaks no record") {
  m_dns.txt("d.example", "v=spf1 mx ip4:192.0.2.1 ~all");
  for (const auto* host : {"m1", "m2", "m3", "m4"}) {
    const auto exchanger = std::string(host) + ".d.example";
    m_dns.mx("d.example", 10, exchanger).address(exchanger, "192.0.2.1");
  }
  m_mail.mail("192.0.2.1").mail("203.0.113.9");
  CHECK(assess().verdict.state != analysis::State::fix_record);
  m_mail.mail("2001:db8::9", "d.example", "own");
  CHECK(assess().verdict.state == analysis::State::fix_record);
}

TEST_CASE_FIXTURE(Judged, "a repaired record is tried, and extended by those it still misses") {
  m_dns.txt("d.example", "v=spf1 ip4:192.0.2.0/28 include:gone.example ~all");
  m_mail.mail("192.0.2.1").mail("203.0.113.40", "d.example", "crm").mail("203.0.113.9");
  auto assessment = assess();
  CHECK(assessment.verdict.state == analysis::State::fix_record);
  REQUIRE(assessment.proposal);
  CHECK(assessment.proposal->record == "v=spf1 ip4:192.0.2.0/28 ip4:203.0.113.40 ~all");
  CHECK(assessment.proposal->changes ==
        std::vector<std::string>{"remove include:gone.example: receivers cannot evaluate it",
                                 "add ip4:203.0.113.40"});
  CHECK(assessment.proposal->now_listed == 1);
  CHECK(assessment.proposal->strangers_let_in == 0);
}

TEST_CASE_FIXTURE(Judged, "what a record listed before it broke is listed by address again") {
  m_dns.txt("d.example", "v=spf1 include:%{ir}.hosted.example ~all");
  m_mail.mail("192.0.2.1").passed().mail("203.0.113.9");
  const auto proposal = assess().proposal.value();
  CHECK(proposal.record == "v=spf1 ip4:192.0.2.1 include:%{ir}.hosted.example ~all");
  CHECK(proposal.restored == 1);
}

TEST_CASE_FIXTURE(Judged, "those that a merged record lists are not added to it") {
  m_dns.txt("d.example", "v=spf1 ip4:192.0.2.0/28 ~all");
  m_dns.txt("d.example", "v=spf1 ip4:203.0.113.0/26 ~all");
  m_mail.mail("203.0.113.40", "d.example", "crm");
  CHECK(assess().proposal.value().record == "v=spf1 ip4:192.0.2.0/28 ip4:203.0.113.0/26 ~all");
}

TEST_CASE_FIXTURE(Judged, "what is added stands where receivers get to it") {
  m_dns.txt("d.example", "v=spf1 include:%{ir}.hosted.example ~all");
  m_dns.txt("1.2.0.192.hosted.example", "v=spf1 ip4:192.0.2.1 -all");
  m_mail.mail("192.0.2.1").mail("203.0.113.40", "d.example", "crm");
  CHECK(assess().proposal.value().record ==
        "v=spf1 ip4:203.0.113.40 include:%{ir}.hosted.example ~all");
}

TEST_CASE_FIXTURE(Judged, "a record that is not found is told with the TXT record meant as one") {
  m_dns.txt("d.example", "\"v=spf1 ip4:192.0.2.0/28 ~all\"").txt("d.example", "verification=1");
  m_mail.mail("192.0.2.1");
  const auto assessment = assess();
  CHECK(assessment.verdict.reasons.front().code == "no_record");
  CHECK(assessment.verdict.reasons.front().text.find("seems to be meant as one") !=
        std::string::npos);
  REQUIRE(assessment.proposal);
  CHECK(assessment.proposal->record == "v=spf1 ip4:192.0.2.0/28 ~all");
}

TEST_CASE_FIXTURE(Judged, "a private address is no forwarder") {
  m_dns.txt("d.example", "v=spf1 ip4:192.0.2.1 ~all");
  m_mail.mail("192.0.2.1", "d.example", "main");
  for (const auto* address : {"10.1.2.3", "172.16.0.1", "192.168.1.1", "127.0.0.1", "169.254.1.1",
                              "100.64.0.1", "::1", "fe80::1", "fd00::1"}) {
    m_mail.mail(address, "d.example", "main");
  }
  m_mail.mail("172.32.0.1", "d.example", "main");
  for (const auto& each : codes()) {
    CAPTURE(each.first);
    if (each.first == "192.0.2.1") continue;
    CHECK((each.second == "private_address") == (each.first != "172.32.0.1"));
  }
}

TEST_CASE_FIXTURE(Judged, "a mark on a confirmed host name counts for its source") {
  m_dns.txt("d.example", "v=spf1 ~all");
  m_dns.ptr("192.0.2.1", "out.p.example").address("out.p.example", "192.0.2.1");
  m_mail.mail("192.0.2.1").mail("203.0.113.9");
  m_marks = {{*HostPattern::parse("p.example"), SourceClass::forwarder, "theirs", {}}};
  const auto assessment = assess();
  CHECK(source(assessment, "192.0.2.1").source_class == SourceClass::forwarder);
  CHECK(source(assessment, "203.0.113.9").source_class == SourceClass::suspected_spoof);
}

TEST_CASE_FIXTURE(Judged, "no question is asked twice of a resolver that remembers") {
  m_dns.txt("d.example", "v=spf1 include:p.example ~all").txt("p.example", "v=spf1 mx -all");
  m_mail.mail("192.0.2.1").mail("203.0.113.9", "d.example", "crm");
  dns::Cache cache(m_dns);
  for (int run = 0; run < 2; ++run) {
    const auto& observations = m_mail.observations();
    static_cast<void>(readiness::assess(name("d.example"), observations, {},
                                        look_up_names(observations, cache), cache, {}));
  }
  const auto& asked = m_dns.asked();
  CHECK(std::set(asked.begin(), asked.end()).size() == asked.size());
}
