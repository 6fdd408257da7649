// check_host() and the audit against name servers that misbehave or are slow.

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <chrono>

#include "dns_server.hpp"
#include "hardfail/dns/network.hpp"
#include "hardfail/spf/audit.hpp"
#include "hardfail/spf/check.hpp"

using namespace hardfail;
using namespace hardfail::spf;
using namespace hardfail::test;
using namespace std::chrono_literals;
using std::chrono::steady_clock;

namespace {

constexpr std::uint16_t txt = 16;
constexpr std::uint16_t cname = 5;

Script with_text(const std::string& owner, std::string_view text, Script script = {}) {
  std::string strings;
  for (std::size_t at = 0; at < text.size(); at += 255)
    strings += wire_string(text.substr(at, 255));
  script.answer.push_back({owner, txt, strings});
  return script;
}

std::unique_ptr<dns::Resolver> resolver_of(const DnsServer& server,
                                           std::chrono::milliseconds timeout) {
  dns::NetworkOptions options;
  options.server = dns::Server{IpAddress::parse("127.0.0.1").value(), server.port()};
  options.timeout = timeout;
  return dns::make_network_resolver(options);
}

DomainName example() { return DomainName::parse("example.com").value(); }

Query query() {
  return {IpAddress::parse("192.0.2.1").value(), example(), std::nullopt, std::nullopt};
}

/// Nothing but these names exists.
std::map<std::string, Script> zone(std::map<std::string, Script> scripts) {
  scripts.emplace("*", Script{.rcode = 3});
  return scripts;
}

}  // namespace

TEST_CASE("bad DNS ends in the result of the RFC within the deadline") {
  constexpr auto truncated = Manner::truncated;
  const Script circle{.answer = {{"example.com", cname, wire_name("b.example.com")},
                                 {"b.example.com", cname, wire_name("example.com")}}};
  std::string large = "v=spf1";
  while (large.size() < 60'000) large += " ip4:198.51.100.7";
  const struct {
    std::string_view name;
    Script script;
    Result result;
    RecordStatus status;
  } rows[] = {
      {"no answer", {.udp = Manner::silent}, Result::temperror, RecordStatus::temperror},
      {"SERVFAIL", {.rcode = 2}, Result::temperror, RecordStatus::temperror},
      {"REFUSED", {.rcode = 5}, Result::temperror, RecordStatus::temperror},
      {"NXDOMAIN", {.rcode = 3}, Result::none, RecordStatus::none},
      {"truncated, then silent TCP",
       {.udp = truncated, .tcp = Manner::silent},
       Result::temperror,
       RecordStatus::temperror},
      {"truncated, then closed TCP",
       {.udp = truncated, .tcp = Manner::closed},
       Result::temperror,
       RecordStatus::temperror},
      {"garbage",
       {.udp = Manner::garbage, .tcp = Manner::garbage},
       Result::temperror,
       RecordStatus::temperror},
      {"cut short",
       {.udp = Manner::cut_short, .tcp = Manner::cut_short},
       Result::temperror,
       RecordStatus::temperror},
      {"another question",
       {.udp = Manner::wrong_question},
       Result::temperror,
       RecordStatus::temperror},
      {"wrong id first", with_text("example.com", "v=spf1 -all", {.udp = Manner::wrong_id_first}),
       Result::fail, RecordStatus::ok},
      {"lost once", with_text("example.com", "v=spf1 -all", {.lost = 1}), Result::fail,
       RecordStatus::ok},
      {"64 KB", with_text("example.com", large + " -all", {.udp = truncated}), Result::fail,
       RecordStatus::ok},
      {"CNAMEs in a circle", circle, Result::none, RecordStatus::none},
      {"a record of control characters", with_text("example.com", "v=spf1 \x01\x1b[2J\xff -all"),
       Result::permerror, RecordStatus::permerror},
  };
  for (const auto& row : rows) {
    CAPTURE(row.name);
    const DnsServer server(zone({{"example.com", row.script}}));
    auto began = steady_clock::now();
    const auto outcome = check_host(query(), *resolver_of(server, 1000ms));
    CHECK(name_of(outcome.result) == name_of(row.result));
    CHECK(steady_clock::now() - began < 1500ms);

    const auto resolver = resolver_of(server, 1000ms);
    began = steady_clock::now();
    const auto audited = audit(example(), *resolver);
    CHECK(name_of(audited.survey.status) == name_of(row.status));
    CHECK(audited.survey.findings.empty() ==
          (row.status == RecordStatus::ok && row.name != "64 KB"));
    // The providers' records are asked for within a time of their own.
    CHECK(steady_clock::now() - began < 3500ms);
  }
}

TEST_CASE("an include that is not answered ends in temperror at the time limit") {
  const DnsServer server(
      zone({{"example.com", with_text("example.com", "v=spf1 include:a.example.com -all")},
            {"a.example.com", {.udp = Manner::silent}}}));
  const auto resolver = resolver_of(server, 5000ms);
  CheckOptions options;
  options.time_limit = 300ms;
  auto began = steady_clock::now();
  CHECK(check_host(query(), *resolver, options).result == Result::temperror);
  CHECK(steady_clock::now() - began < 800ms);

  AuditOptions audit_options;
  audit_options.time_limit = 300ms;
  began = steady_clock::now();
  CHECK(audit(example(), *resolver, audit_options).survey.status == RecordStatus::temperror);
  CHECK(steady_clock::now() - began < 800ms);
}

TEST_CASE("a chain of includes without end stops within the bounds") {
  std::map<std::string, Script> scripts = {
      {"example.com", with_text("example.com", "v=spf1 include:x0.example.com -all")}};
  for (int i = 0; i < 40; ++i) {
    const auto owner = fmt::format("x{}.example.com", i);
    scripts[owner] = with_text(owner, fmt::format("v=spf1 include:x{}.example.com -all", i + 1));
  }
  const DnsServer server(zone(scripts));
  const auto resolver = resolver_of(server, 1000ms);
  CHECK(check_host(query(), *resolver).result == Result::permerror);
  CHECK(audit(example(), *resolver).survey.status == RecordStatus::permerror);
  CHECK(server.received() < 60);
}

TEST_CASE("a cold audit takes as long as the tree is deep, not as it is wide") {
  constexpr auto delay = 50ms;
  constexpr int includes = 10;
  std::map<std::string, Script> scripts;
  std::string record = "v=spf1";
  for (int i = 0; i < includes; ++i) {
    const auto owner = fmt::format("i{}.example.net", i);
    record += " include:" + owner;
    scripts[owner] =
        with_text(owner, fmt::format("v=spf1 ip4:198.51.100.{} -all", i), {.delay = delay});
  }
  scripts["example.com"] = with_text("example.com", record + " -all", {.delay = delay});
  scripts["*"] = {.delay = delay, .rcode = 3};
  const DnsServer server(scripts);
  const auto resolver = resolver_of(server, 2000ms);
  const auto began = steady_clock::now();
  const auto audited = audit(example(), *resolver);
  const auto took = std::chrono::round<std::chrono::milliseconds>(steady_clock::now() - began);
  MESSAGE("audit of ", includes, " includes at 50 ms an answer: ", took.count(), " ms");
  CHECK(audited.survey.lookups == includes);
  CHECK(took >= 2 * delay);
  CHECK(took < includes * delay);
}
