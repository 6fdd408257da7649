#include "hardfail/spf/listening.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "hardfail/spf/check.hpp"
#include "memory_resolver.hpp"

using namespace hardfail;
using namespace hardfail::spf;

namespace {

DomainName name_of(std::string_view text) { return DomainName::parse(text).value(); }

bool has(const ListeningPlan& plan, std::string_view code) {
  return std::ranges::find(plan.findings, code, &Finding::code) != plan.findings.end();
}

ListeningPlan plan_for(MemoryResolver& dns) { return plan_listening(name_of("example.com"), dns); }

}  // namespace

TEST_CASE("the name that a term makes receivers ask for is read back as its client") {
  for (const auto* text : {"192.0.2.7", "2001:db8::19:7"}) {
    CAPTURE(text);
    MemoryResolver dns;
    dns.txt("example.com",
            "v=spf1 " + listening_term(name_of("example.com"), Qualifier::softfail) + " ~all");
    CheckOptions options;
    options.trace = true;
    const auto client = IpAddress::parse(text).value();
    const auto outcome =
        check_host({client, name_of("example.com"), std::nullopt, std::nullopt}, dns, options);
    CHECK(outcome.result == Result::softfail);
    const auto& asked = outcome.trace.at(1).asked;
    const auto query = read_listened_name(name_of(asked.substr(0, asked.find(' '))));
    REQUIRE(query);
    CHECK(query->client == client);
    CHECK(query->domain == name_of("example.com"));
  }
}

TEST_CASE("names that no client makes are none: too few labels, too many, no number, no domain") {
  for (const auto* text :
       {"2._spflog.example.com", "0.2.7._spflog.example.com", "9.192.0.2.7._spflog.example.com",
        "192.0.2.256._spflog.example.com", "192.0.2.x._spflog.example.com", "192.0.2.7._spflog",
        "192.0.2.7.example.com", "hardfail._spflog.example.com"}) {
    CAPTURE(text);
    CHECK_FALSE(read_listened_name(name_of(text)));
  }
}

TEST_CASE("a listening term is known by its form, whatever its qualifier and case") {
  for (const auto* term : {"~exists:%{i}._spflog.example.com", "exists:%{I}._SPFLOG.example.com",
                           "-EXISTS:%{i}._spflog.example.com"}) {
    CAPTURE(term);
    CHECK(is_listening_term(term));
  }
  for (const auto* term : {"", "~", "exists:", "exists:%{i}._spf.example.com",
                           "exists:%{ir}._spflog.example.com", "include:_spflog.example.com"}) {
    CAPTURE(term);
    CHECK_FALSE(is_listening_term(term));
  }
}

TEST_CASE("the term goes last before all, with its qualifier") {
  MemoryResolver dns;
  dns.txt("example.com", "v=spf1 ip4:192.0.3.0/24 include:inc.example.net ?all exp=e.example.com");
  dns.txt("inc.example.net", "v=spf1 ip4:198.18.7.0/24 -all");
  const auto plan = plan_for(dns);
  CHECK(plan.record.value_or("") ==
        "v=spf1 ip4:192.0.3.0/24 include:inc.example.net ?exists:%{i}._spflog.example.com ?all "
        "exp=e.example.com");
  CHECK(plan.answer == ListeningAnswer::no_address);
  CHECK(plan.lookups_now == 1);
  CHECK(plan.lookups == 2);
  CHECK(plan.void_lookups == 1);
  CHECK(plan.tried > 5);
  CHECK_FALSE(plan.published);
}

TEST_CASE("where two look-ups are void already, the wildcard has an address") {
  MemoryResolver dns;
  dns.txt("example.com", "v=spf1 a:gone1.example.net a:gone2.example.net ~all");
  const auto plan = plan_for(dns);
  CHECK(plan.answer == ListeningAnswer::address);
  CHECK(plan.void_lookups == 2);
  CHECK(plan.record);
}

TEST_CASE("no term is proposed where it would be a look-up too many") {
  MemoryResolver dns;
  std::string record = "v=spf1";
  for (char host = 'a'; host <= 'j'; ++host) {
    const auto name = std::string(1, host) + ".example.net";
    record += " a:" + name;
    dns.address(name, "198.18.7.1");
  }
  dns.txt("example.com", record + " ~all");
  const auto plan = plan_for(dns);
  CHECK(has(plan, "too_many_lookups"));
  CHECK_FALSE(plan.record);
}

TEST_CASE("there is nothing to extend without a sound record, behind a redirect, or at +all") {
  MemoryResolver dns;
  CHECK(has(plan_for(dns), "no_record_to_extend"));
  dns.txt("example.com", "v=spf1 redirect=other.example.net");
  dns.txt("other.example.net", "v=spf1 ip4:192.0.3.0/24 ~all");
  CHECK(has(plan_for(dns), "redirected"));
  MemoryResolver open;
  open.txt("example.com", "v=spf1 +all");
  CHECK(has(plan_for(open), "passes_all"));
  CHECK_FALSE(plan_for(open).record);
}

TEST_CASE("a published term is looked after") {
  MemoryResolver dns;
  dns.txt("example.com", "v=spf1 ip4:192.0.3.0/24 ~exists:%{i}._spflog.example.com ~all");
  SUBCASE("without a wildcard clients go unheard") {
    const auto plan = plan_for(dns);
    CHECK(plan.published);
    CHECK(plan.record_without == "v=spf1 ip4:192.0.3.0/24 ~all");
    CHECK(plan.lookups == plan.lookups_now);
    CHECK(has(plan, "no_wildcard"));
  }
  SUBCASE("a server that fails makes everybody who is not listed a temperror") {
    dns.fail("hardfail._spflog.example.com", dns::RecordType::a);
    const auto plan = plan_for(dns);
    REQUIRE(has(plan, "log_zone_fails"));
    CHECK(plan.findings.front().severity == Finding::Severity::error);
  }
}

TEST_CASE("a published term that needs an address, and has none, gives permerror") {
  MemoryResolver dns;
  dns.txt("example.com",
          "v=spf1 a:gone1.example.net a:gone2.example.net ~exists:%{i}._spflog.example.com ~all");
  dns.txt("hardfail._spflog.example.com", "query log");
  dns.txt("hardfail.probe._spflog.example.com", "query log");
  CHECK(has(plan_for(dns), "no_address"));
  dns.address("hardfail._spflog.example.com", "127.0.0.2");
  dns.address("hardfail.probe._spflog.example.com", "127.0.0.2");
  CHECK(plan_for(dns).findings.empty());
}

TEST_CASE("a term that would decide otherwise than all is an error") {
  MemoryResolver dns;
  dns.txt("example.com", "v=spf1 ip4:192.0.3.0/24 exists:%{i}._spflog.example.com -all");
  CHECK(has(plan_for(dns), "other_qualifier"));
}

TEST_CASE("judging asks for no client's name below the listening name") {
  class Asked final : public dns::Resolver {
   public:
    using Resolver::ask_all;
    std::vector<dns::Answer> ask_all(std::span<const dns::Question> questions,
                                     dns::Deadline /*deadline*/) override {
      for (const auto& question : questions) names.push_back(question.name.text());
      return std::vector<dns::Answer>(questions.size(), {dns::Status::no_data, {}, {}});
    }
    std::vector<std::string> names;
  };
  Asked asked;
  ListeningAside aside(asked);
  const std::vector<dns::Question> questions = {
      {name_of("192.0.2.7._spflog.example.com"), dns::RecordType::a},
      {name_of("mail.example.com"), dns::RecordType::a}};
  CHECK(aside.ask_all(questions).size() == 2);
  CHECK(asked.names ==
        std::vector<std::string>{"hardfail._spflog.example.com", "mail.example.com"});
}
