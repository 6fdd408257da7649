#include "hardfail/spf/check.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "capture.hpp"
#include "memory_resolver.hpp"

using namespace hardfail;
using namespace hardfail::spf;
using dns::RecordType;
using dns::Status;

namespace {

constexpr std::string_view client = "192.0.2.1";
constexpr std::string_view client6 = "2001:db8::1";

Query query_of(std::string_view address, std::string_view mail_from) {
  auto query = Query::of_message(IpAddress::parse(address).value(), mail_from, "mx.example.org");
  REQUIRE(query);
  return *query;
}

/// As a row of an aggregate report has it: neither local part nor HELO.
Query row_of(std::string_view address, std::string_view domain) {
  return {IpAddress::parse(address).value(), DomainName::parse(domain).value(), std::nullopt,
          std::nullopt};
}

Outcome check(MemoryResolver& dns, std::string_view address = client,
              const CheckOptions& options = {}) {
  return check_host(query_of(address, "user@example.com"), dns, options);
}

/// The outcome where example.com publishes `record`.
Outcome check_record(MemoryResolver& dns, std::string record, std::string_view address = client,
                     const CheckOptions& options = {}) {
  dns.txt("example.com", std::move(record));
  return check(dns, address, options);
}

}  // namespace

TEST_CASE("a message is checked for its sender, or its HELO name where that is empty (2.4, 4.3)") {
  const auto address = IpAddress::parse(client).value();
  const auto sender = Query::of_message(address, "a@b@Example.COM", "mx.example.org");
  REQUIRE(sender);
  CHECK(sender->domain.text() == "example.com");
  CHECK(sender->local_part == "a@b");
  const auto helo = Query::of_message(address, "", "mx.example.org");
  REQUIRE(helo);
  CHECK(helo->domain.text() == "mx.example.org");
  CHECK(helo->local_part == "postmaster");
  CHECK(Query::of_message(address, "@example.com", "")->local_part == "postmaster");
  CHECK(Query::of_message(address, "example.com", "")->local_part == "postmaster");
  CHECK_FALSE(Query::of_message(address, "example.com", "")->helo);
  for (const char* name : {"a@localhost", "a@[192.0.2.1]", "a@x..example.com", "a@", "a@."}) {
    CAPTURE(name);
    CHECK_FALSE(Query::of_message(address, name, "mx.example.org"));
  }
}

TEST_CASE("qualifiers become results (4.6.2), and without a match the result is neutral (4.7)") {
  for (const auto& [record, result] : {
           std::pair("v=spf1 ip4:192.0.2.0/24", Result::pass),
           std::pair("v=spf1 +ip4:192.0.2.0/24", Result::pass),
           std::pair("v=spf1 -ip4:192.0.2.0/24 +all", Result::fail),
           std::pair("v=spf1 ~ip4:192.0.2.0/24 +all", Result::softfail),
           std::pair("v=spf1 ?ip4:192.0.2.0/24 +all", Result::neutral),
           std::pair("v=spf1 ip4:198.51.100.0/24", Result::neutral),
           std::pair("v=spf1", Result::neutral),
       }) {
    CAPTURE_BOUND(record);
    MemoryResolver dns;
    CHECK(check_record(dns, record).result == result);
  }
}

TEST_CASE("records are selected among the TXT records (4.4, 4.5)") {
  MemoryResolver dns;
  dns.txt("other.example.com", "v=spf10 -all").txt("other.example.com", "something else");
  CHECK(check_host(row_of(client, "other.example.com"), dns).result == Result::none);
  CHECK(check_host(row_of(client, "nowhere.example.com"), dns).result == Result::none);
  CHECK(check_host(row_of(client, "com"), dns).result == Result::none);
  dns.add("parts.example.com", dns::CharacterStrings{"v=spf1 ip4:192.0.2", ".1 -all"});
  CHECK(check_host(row_of(client, "parts.example.com"), dns).result == Result::pass);
  dns.txt("two.example.com", "v=spf1 -all").txt("two.example.com", "V=SPF1 -all");
  const auto two = check_host(row_of(client, "two.example.com"), dns);
  CHECK(two.result == Result::permerror);
  CHECK(two.problem == "two.example.com publishes 2 SPF records");
}

TEST_CASE("a DNS error for the record is temperror, whatever the error (4.4)") {
  for (const auto status :
       {Status::serv_fail, Status::refused, Status::timeout, Status::bad_answer}) {
    MemoryResolver dns;
    dns.fail("example.com", RecordType::txt, status);
    const auto outcome = check(dns);
    CHECK(outcome.result == Result::temperror);
    CHECK(outcome.problem->find("example.com") != std::string::npos);
  }
}

TEST_CASE(
    "a syntax error anywhere in the record is permerror, before any term is looked at (4.6)") {
  MemoryResolver dns;
  const auto outcome = check_record(dns, "v=spf1 ip4:192.0.2.1 -all ip4:192.0.2");
  CHECK(outcome.result == Result::permerror);
  CHECK(outcome.problem ==
        "the SPF record of example.com has an error in `ip4:192.0.2`: `ip4:192.0.2` has no valid "
        "IPv4 "
        "address or network");
  CHECK(outcome.mechanism.empty());
}

TEST_CASE("an include matches on pass alone, and errors go through (5.2)") {
  for (const auto& [included, result] : {
           std::pair("v=spf1 ip4:192.0.2.1 -all", Result::pass),
           std::pair("v=spf1 -all", Result::softfail),
           std::pair("v=spf1 ~all", Result::softfail),
           std::pair("v=spf1 ?all", Result::softfail),
           std::pair("v=spf1", Result::softfail),
           std::pair("v=spf1 moo", Result::permerror),
           std::pair("v=spf1 a:broken.example.net", Result::temperror),
           std::pair("no record", Result::permerror),
       }) {
    CAPTURE_BOUND(included);
    MemoryResolver dns;
    dns.txt("inc.example.net", included).fail("broken.example.net", RecordType::a);
    const auto outcome = check_record(dns, "v=spf1 include:inc.example.net ~all");
    CHECK(outcome.result == result);
    CHECK(outcome.problem.has_value() ==
          (result == Result::permerror || result == Result::temperror));
  }
}

TEST_CASE("the way to the deciding term is told, through includes and redirects") {
  MemoryResolver dns;
  dns.txt("example.com", "v=spf1 include:no.example.net redirect=spf.example.com")
      .txt("no.example.net", "v=spf1 -all")
      .txt("spf.example.com", "v=spf1 include:inc.example.net -all")
      .txt("inc.example.net", "v=spf1 ip4:192.0.2.0/24 ~all");
  const auto pass = check(dns);
  CHECK(pass.result == Result::pass);
  CHECK(pass.mechanism == "include:inc.example.net");
  CHECK(pass.path == std::vector<std::string>{"redirect=spf.example.com", "include:inc.example.net",
                                              "ip4:192.0.2.0/24"});
  CHECK(pass.lookups == 3);
  const auto fail = check(dns, "203.0.113.1");
  CHECK(fail.result == Result::fail);
  CHECK(fail.mechanism == "-all");
  CHECK(fail.path == std::vector<std::string>{"redirect=spf.example.com", "-all"});
}

TEST_CASE("a matches the addresses of the client's family (5.3)") {
  for (const auto& [record, address, result] : {
           std::tuple("v=spf1 a -all", client, Result::pass),
           std::tuple("v=spf1 a -all", client6, Result::pass),
           std::tuple("v=spf1 a:four.example.com -all", client6, Result::fail),
           std::tuple("v=spf1 a:near.example.com/24 -all", client, Result::pass),
           std::tuple("v=spf1 a:near.example.com -all", client, Result::fail),
           std::tuple("v=spf1 a:near.example.com/24 -all", client6, Result::fail),
           std::tuple("v=spf1 a:near.example.com//64 -all", client6, Result::pass),
           std::tuple("v=spf1 a:nowhere.example.com/0 -all", client, Result::fail),
           std::tuple("v=spf1 a:alias.example.com -all", client, Result::pass),
           std::tuple("v=spf1 a:x..example.com -all", client, Result::fail),
           std::tuple("v=spf1 a -all", std::string_view("::ffff:192.0.2.1"), Result::pass),
       }) {
    CAPTURE_BOUND(record);
    CAPTURE_BOUND(address);
    MemoryResolver dns;
    dns.address("example.com", client).address("example.com", client6);
    dns.address("four.example.com", client).cname("alias.example.com", "four.example.com");
    dns.address("near.example.com", "192.0.2.99").address("near.example.com", "2001:db8::99");
    CHECK(check_record(dns, record, address).result == result);
  }
}

TEST_CASE("a DNS error in a, mx or exists is temperror and names the term (5)") {
  for (const char* term : {"a:broken.example.net", "mx:broken.example.net", "mx:mx.example.net",
                           "exists:broken.example.net"}) {
    CAPTURE(term);
    MemoryResolver dns;
    dns.mx("mx.example.net", 10, "broken.example.net");
    dns.fail("broken.example.net", RecordType::a).fail("broken.example.net", RecordType::mx);
    const auto outcome = check_record(dns, fmt::format("v=spf1 {} -all", term));
    CHECK(outcome.result == Result::temperror);
    CHECK(outcome.problem->find(fmt::format("`{}` in the record of example.com", term)) == 0);
  }
}

TEST_CASE("mx matches the addresses of the exchanges, and never those of the name (5.4)") {
  MemoryResolver dns;
  dns.address("example.com", client);
  CHECK(check_record(dns, "v=spf1 mx -all").result == Result::fail);
  dns.mx("example.com", 20, "b.example.com").mx("example.com", 10, "a.example.com");
  dns.address("a.example.com", "192.0.2.9").address("b.example.com", client);
  CHECK(check(dns).result == Result::pass);
  CHECK(check(dns, "192.0.2.200").result == Result::fail);
}

TEST_CASE("the null MX leads to no host") {
  MemoryResolver dns;
  dns.mx("example.com", 0, "");
  const auto outcome = check_record(dns, "v=spf1 mx -all");
  CHECK(outcome.result == Result::fail);
  CHECK(outcome.void_lookups == 0);
}

TEST_CASE("more than ten MX hosts are permerror (4.6.4)") {
  for (const unsigned hosts : {10U, 11U}) {
    MemoryResolver dns;
    for (unsigned i = 0; i < hosts; ++i) {
      const auto host = fmt::format("mx{}.example.com", i);
      dns.mx("example.com", 10, host).address(host, i == 0 ? client : "198.51.100.1");
    }
    CHECK(check_record(dns, "v=spf1 mx -all").result ==
          (hosts > 10 ? Result::permerror : Result::pass));
  }
}

TEST_CASE("ptr matches validated names at or below the target (5.5)") {
  for (const auto& [record, result] : {
           std::pair("v=spf1 ptr -all", Result::pass),
           std::pair("v=spf1 ptr:example.org -all", Result::pass),
           std::pair("v=spf1 ptr:mail.example.org -all", Result::pass),
           std::pair("v=spf1 ptr:ample.org -all", Result::fail),
           std::pair("v=spf1 ptr:forged.example.net -all", Result::fail),
       }) {
    CAPTURE_BOUND(record);
    MemoryResolver dns;
    dns.ptr(client, "forged.example.net").ptr(client, "Mail.Example.org");
    dns.ptr(client, "example.com");
    dns.address("mail.example.org", client).address("example.com", client);
    dns.address("forged.example.net", "203.0.113.1");
    CHECK(check_record(dns, record).result == result);
  }
}

TEST_CASE("a DNS error skips a name of ptr, and one on the PTR look-up is no match (5.5)") {
  MemoryResolver dns;
  dns.ptr(client, "broken.example.com").ptr(client, "mail.example.com");
  dns.fail("broken.example.com", RecordType::a).address("mail.example.com", client);
  CHECK(check_record(dns, "v=spf1 ptr -all").result == Result::pass);
  dns.fail(IpAddress::parse("192.0.2.7")->reverse_name().text(), RecordType::ptr, Status::timeout);
  CHECK(check(dns, "192.0.2.7").result == Result::fail);
}

TEST_CASE("names of ptr past the tenth are ignored (4.6.4)") {
  for (const int names : {9, 10}) {
    MemoryResolver dns;
    for (int i = 0; i < names; ++i) {
      dns.ptr(client, fmt::format("n{}.example.net", i));
      dns.address(fmt::format("n{}.example.net", i), client);
    }
    dns.ptr(client, "mail.example.com").address("mail.example.com", client);
    CHECK(check_record(dns, "v=spf1 ptr -all").result ==
          (names < 10 ? Result::pass : Result::fail));
  }
}

TEST_CASE("exists asks for A, of IPv6 clients too (5.7)") {
  for (const auto address : {client, client6}) {
    MemoryResolver dns;
    dns.address("192.0.2.1.list.example.com", "127.0.0.2");
    dns.address("2.0.0.1.0.d.b.8.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1.list.example.com",
                "127.0.0.2");
    CHECK(check_record(dns, "v=spf1 exists:%{i}.list.%{d} -all", address).result == Result::pass);
    CHECK(check(dns, "192.0.2.2").result == Result::fail);
  }
}

TEST_CASE("redirect takes the place of the record, and is ignored beside all (6.1)") {
  for (const auto& [record, result] : {
           std::pair("v=spf1 redirect=fail.example.net", Result::fail),
           std::pair("v=spf1 redirect=fail.example.net ip4:192.0.2.1", Result::pass),
           std::pair("v=spf1 redirect=fail.example.net ?all", Result::neutral),
           std::pair("v=spf1 redirect=nowhere.example.net", Result::permerror),
           std::pair("v=spf1 redirect=x..example.net", Result::permerror),
           std::pair("v=spf1 redirect=example.com", Result::permerror),
           std::pair("v=spf1 redirect=%{d1}", Result::permerror),
       }) {
    CAPTURE_BOUND(record);
    MemoryResolver dns;
    dns.txt("fail.example.net", "v=spf1 -all");
    const auto outcome = check_record(dns, record);
    CHECK(outcome.result == result);
    CHECK(outcome.problem.has_value() == (result == Result::permerror));
  }
}

TEST_CASE("ten terms may query the DNS over the whole recursion (4.6.4)") {
  for (const int terms : {8, 9}) {
    MemoryResolver dns;
    std::string included = "v=spf1";
    for (int i = 0; i < terms; ++i) included += " a";
    dns.txt("inc.example.net", included).address("inc.example.net", "198.51.100.1");
    dns.address("example.com", client);
    const auto outcome = check_record(dns, "v=spf1 include:inc.example.net a -all");
    CHECK(outcome.result == (terms == 8 ? Result::pass : Result::permerror));
    CHECK(outcome.lookups == static_cast<unsigned>(terms) + 2);
  }
}

TEST_CASE("a loop of includes or redirects ends in permerror (4.6.4)") {
  for (const char* record : {"v=spf1 include:example.com -all", "v=spf1 redirect=example.com"}) {
    MemoryResolver dns;
    const auto outcome = check_record(dns, record);
    CHECK(outcome.result == Result::permerror);
    CHECK(outcome.problem->find("look-up number 11") != std::string::npos);
  }
}

TEST_CASE("two void look-ups are allowed, wherever a term meets them (4.6.4)") {
  for (const char* record : {
           "v=spf1 a:v1.example.net a:v2.example.net a:v3.example.net -all",
           "v=spf1 mx:v1.example.net exists:v2.example.net a:v3.example.net -all",
           "v=spf1 mx:dead.example.net -all",
           "v=spf1 ptr -all",
           "v=spf1 a:v1.example.net include:inc.example.net -all",
       }) {
    CAPTURE(record);
    MemoryResolver dns;
    for (int i = 1; i <= 3; ++i) {
      dns.mx("dead.example.net", 10, fmt::format("v{}.example.net", i));
      dns.ptr(client, fmt::format("v{}.example.net", i));
    }
    dns.txt("inc.example.net", "v=spf1 a:v2.example.net a:v3.example.net -all");
    const auto outcome = check_record(dns, record);
    CHECK(outcome.result == Result::permerror);
    CHECK(outcome.problem->find("void look-up number 3") != std::string::npos);
    CheckOptions generous;
    generous.max_void_lookups = 3;
    CHECK(check(dns, client, generous).result == Result::fail);
  }
}

TEST_CASE("the record itself and the explanation are free (4.6.4)") {
  MemoryResolver dns;
  const auto outcome = check_record(dns,
                                    "v=spf1 a:v1.example.net a:v2.example.net "
                                    "exp=%{p}.v3.example.net -all");
  CHECK(outcome.result == Result::fail);
  CHECK(outcome.lookups == 2);
  CHECK(outcome.void_lookups == 2);
}

TEST_CASE("%{p} is the validated name nearest to the domain, and costs a look-up (7.3, 4.6.4)") {
  struct Row {
    std::vector<const char*> names;
    const char* expansion;
  };
  for (const auto& [names, expansion] : std::vector<Row>{
           {{"mx.example.net", "mail.example.com", "example.com"}, "example.com"},
           {{"mx.example.net", "mail.example.com"}, "mail.example.com"},
           {{"mx.example.net"}, "mx.example.net"},
           {{"forged.example.net"}, "unknown"},
           {{}, "unknown"},
       }) {
    CAPTURE_BOUND(expansion);
    MemoryResolver dns;
    for (const auto* name : names) {
      dns.ptr(client, name);
      dns.address(name, std::string_view(name).starts_with("forged") ? "203.0.113.1" : client);
    }
    dns.address(fmt::format("{}.p.example.net", expansion), "127.0.0.2");
    const auto outcome =
        check_record(dns, "v=spf1 exists:%{p}.p.example.net exists:%{p}.p.example.net -all");
    CHECK(outcome.result == Result::pass);
    CHECK(outcome.lookups == 2);
  }
}

TEST_CASE("the deadline ends in temperror (4.6.4)") {
  MemoryResolver dns;
  CheckOptions options;
  options.time_limit = std::chrono::milliseconds(0);
  const auto outcome = check_record(dns, "v=spf1 -all", client, options);
  CHECK(outcome.result == Result::temperror);
  CHECK(outcome.problem);
}

TEST_CASE("a fail is explained by its own record (6.2)") {
  MemoryResolver dns;
  dns.txt("example.com", "v=spf1 include:inc.example.net exp=exp.example.com -all")
      .txt("inc.example.net", "v=spf1 -all exp=wrong.example.com")
      .txt("wrong.example.com", "wrong")
      .txt("exp.example.com", "%{i} is not %{o}'s: %{c} %{r} %{t}");
  CheckOptions options;
  options.receiver = "mx.receiver.example";
  options.now = Moment{std::chrono::seconds{1700000000}};
  CHECK(check(dns, client, options).explanation ==
        "192.0.2.1 is not example.com's: 192.0.2.1 mx.receiver.example 1700000000");
  dns.txt("example.org", "v=spf1 redirect=example.com exp=wrong.example.com");
  CHECK(check_host(row_of(client, "example.org"), dns, options)
            .explanation->starts_with("192.0.2.1 is not example.org's"));
}

TEST_CASE("what is not an explanation gives way to the default (6.2)") {
  for (const char* exp :
       {"exp=nowhere.example.net", "exp=broken.example.net", "exp=two.example.net",
        "exp=bad.example.net", "exp=latin.example.net", "exp=x..example.net", ""}) {
    CAPTURE(exp);
    MemoryResolver dns;
    dns.fail("broken.example.net", RecordType::txt, Status::timeout);
    dns.txt("two.example.net", "one").txt("two.example.net", "two");
    dns.txt("bad.example.net", "100 % bad").txt("latin.example.net", "na\xc3\xafve");
    CheckOptions options;
    options.default_explanation = "%{i} may not";
    const auto outcome = check_record(dns, fmt::format("v=spf1 {} -all", exp), client, options);
    CHECK(outcome.result == Result::fail);
    CHECK(outcome.explanation == "192.0.2.1 may not");
    CHECK_FALSE(check(dns).explanation);
  }
}

TEST_CASE("a record that needs the message leaves a report row undecided, once it gets there") {
  for (const char* macro : {"%{l}", "%{s}", "%{h}"}) {
    CAPTURE(macro);
    MemoryResolver dns;
    dns.txt("example.com",
            fmt::format("v=spf1 ip4:192.0.2.1 include:{}._spf.example.com -all", macro));
    const auto open = check_host(row_of("192.0.2.2", "example.com"), dns);
    REQUIRE(open.undecided);
    CHECK(open.undecided->find("in the record of example.com needs the") != std::string::npos);
    CHECK(open.result == Result::neutral);
    CHECK_FALSE(open.problem);
    const auto decided = check_host(row_of(client, "example.com"), dns);
    CHECK_FALSE(decided.undecided);
    CHECK(decided.result == Result::pass);
  }
}

TEST_CASE("an explanation that needs the message is left out, and the fail stands") {
  for (const char* exp : {"%{l}.exp.example.com", "exp.example.com"}) {
    CAPTURE(exp);
    MemoryResolver dns;
    dns.txt("example.com", fmt::format("v=spf1 -all exp={}", exp));
    dns.txt("exp.example.com", "not you, %{s}");
    CheckOptions options;
    options.default_explanation = "no";
    const auto outcome = check_host(row_of(client, "example.com"), dns, options);
    CHECK(outcome.result == Result::fail);
    CHECK_FALSE(outcome.undecided);
    CHECK_FALSE(outcome.explanation);
  }
}

TEST_CASE("the trace tells every step with its depth and what it has cost so far") {
  MemoryResolver dns;
  dns.txt("inc.example.net", "v=spf1 a:gone.example.net ~all");
  CheckOptions options;
  options.trace = true;
  const auto outcome =
      check_record(dns, "v=spf1 include:inc.example.net ip4:192.0.2.1 -all", client, options);
  std::vector<std::string> steps;
  for (const auto& step : outcome.trace) {
    steps.push_back(fmt::format("{} {} [{}] {} => {}: {} ({}, {})", step.depth, step.domain.text(),
                                step.term, step.asked, step.answered, step.meaning, step.lookups,
                                step.void_lookups));
  }
  const std::vector<std::string> expected = {
      "0 example.com [] example.com TXT => v=spf1 include:inc.example.net ip4:192.0.2.1 -all: SPF "
      "record (0, 0)",
      "0 example.com [include:inc.example.net]  => : no match (1, 0)",
      "1 inc.example.net [] inc.example.net TXT => v=spf1 a:gone.example.net ~all: SPF record (1, "
      "0)",
      "1 inc.example.net [a:gone.example.net] gone.example.net A => NXDOMAIN: no match (2, 1)",
      "1 inc.example.net [~all]  => : match (2, 1)",
      "0 example.com [ip4:192.0.2.1]  => : match (2, 1)",
  };
  CHECK(steps == expected);
  CHECK(check(dns).trace.empty());
}

TEST_CASE("many checks give what each gives alone") {
  MemoryResolver dns;
  dns.txt("example.com",
          "v=spf1 include:a.example.net mx exists:%{i}.list.example.com ptr -all "
          "exp=exp.example.com")
      .txt("a.example.net", "v=spf1 include:b.example.net ip4:198.51.100.0/24 ?all")
      .txt("b.example.net", "v=spf1 a:h.example.net ~all")
      .txt("exp.example.com", "no %{i}, %{p}")
      .txt("example.org", "v=spf1 a:%{p}.x.example.org include:%{l}.example.org -all")
      .txt("broken.example.com", "v=spf1 a:broken.example.net ~all")
      .fail("broken.example.net", RecordType::a, Status::timeout);
  dns.address("h.example.net", "203.0.113.1").mx("example.com", 10, "mx1.example.com");
  dns.mx("example.com", 20, "mx2.example.com").address("mx1.example.com", "203.0.113.2");
  dns.address("203.0.113.3.list.example.com", "127.0.0.2");
  dns.ptr("203.0.113.4", "m.example.com").address("m.example.com", "203.0.113.4");

  std::vector<Query> queries;
  for (const char* domain : {"example.com", "example.org", "broken.example.com", "none.example"}) {
    for (int i = 1; i < 60; ++i) {
      queries.push_back(row_of(fmt::format("203.0.113.{}", i), domain));
      queries.push_back(row_of(fmt::format("2001:db8::{}", i), domain));
    }
  }
  CheckOptions options;
  options.trace = true;
  dns::Cache cache(dns);
  const auto outcomes = check_hosts(queries, cache, options);
  CHECK(dns.rounds() < 16);
  REQUIRE(outcomes.size() == queries.size());
  for (std::size_t i = 0; i < queries.size(); ++i) {
    CAPTURE(queries[i].client.to_string());
    CAPTURE(queries[i].domain.text());
    const auto alone = check_host(queries[i], dns, options);
    CHECK(outcomes[i].result == alone.result);
    CHECK(outcomes[i].mechanism == alone.mechanism);
    CHECK(outcomes[i].path == alone.path);
    CHECK(outcomes[i].explanation == alone.explanation);
    CHECK(outcomes[i].problem == alone.problem);
    CHECK(outcomes[i].undecided == alone.undecided);
    CHECK(outcomes[i].lookups == alone.lookups);
    CHECK(outcomes[i].void_lookups == alone.void_lookups);
    CHECK(outcomes[i].trace.size() == alone.trace.size());
  }
}

TEST_CASE("a batch takes as many rounds as the record is deep, and asks nothing twice") {
  MemoryResolver dns;
  std::string record = "v=spf1";
  for (int i = 0; i < 8; ++i) {
    record += fmt::format(" include:i{}.example.net", i);
    dns.txt(fmt::format("i{}.example.net", i), fmt::format("v=spf1 ip4:10.{}.0.0/16 -all", i));
  }
  dns.txt("example.com", record + " mx -all").mx("example.com", 10, "mx.example.com");
  dns.address("mx.example.com", client);
  std::vector<Query> queries;
  for (int i = 0; i < 256; ++i)
    queries.push_back(row_of(fmt::format("10.{}.0.1", i), "example.com"));
  dns::Cache cache(dns);
  const auto outcomes = check_hosts(queries, cache);
  CHECK(outcomes[7].result == Result::pass);
  CHECK(outcomes[8].result == Result::fail);
  CHECK(dns.rounds() == 3);  // the record; its terms; the MX host
  CHECK(dns.asked().size() == 11);
}
