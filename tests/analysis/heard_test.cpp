#include "hardfail/analysis/heard.hpp"

#include <doctest/doctest.h>

#include "alone.hpp"
#include "scenario.hpp"

using namespace hardfail;
using namespace hardfail::analysis;
using namespace hardfail::analysis::test;

namespace {

/// A domain with one listed and one forged source, and what receivers asked.
struct Case {
  ledger::Heard heard;
  std::vector<bool> listed;
  Surroundings surroundings{.domain = name("d.example"),
                            .organizational_domain = name("d.example")};
  Services services;
  std::vector<Source> sources;
  std::vector<Sender> senders;
  Evidence evidence;
  Thresholds thresholds;

  Case() {
    services.add(
        "[Desk]\nkind = helpdesk\nhost = desk.example\n[Other]\nkind = crm\nhost = "
        "other.example\n",
        "test");
    add("192.0.2.1", SourceClass::listed);
    add("198.18.9.1", SourceClass::suspected_spoof);
    senders = alone(sources);
    senders.front().service = services.of_host(name("mx.desk.example"));
  }

  void add(std::string_view address, SourceClass source_class) {
    auto& source = sources.emplace_back(ip(address), std::make_shared<const LiveSpf>());
    source.source_class = source_class;
  }

  void hear(std::string_view client, unsigned days, unsigned resolvers = 3) {
    heard.clients.push_back({ip(client), days, days, resolvers, {}, {}});
    listed.push_back(false);
  }
  void named(std::string_view client, std::string_view host, bool confirmed = true) {
    surroundings.hosts.emplace(ip(client), HostName{name(host), confirmed});
  }

  [[nodiscard]] Listening weighed() const {
    return weigh_heard(heard, listed, surroundings, services, sources, senders, evidence,
                       thresholds);
  }
};

}  // namespace

TEST_CASE("a client that reports show, or that is listed by now, is nothing new") {
  Case given;
  given.hear("198.18.9.1", 30);
  given.hear("203.0.113.9", 30);
  given.listed.back() = true;
  const auto listening = given.weighed();
  CHECK(listening.clients == 1);
  CHECK(listening.in_reports == 1);
  CHECK(listening.senders.empty());
  CHECK(listening.unknown.empty());
}

TEST_CASE("a host of the domain's own is a sender, if its name is confirmed") {
  Case given;
  given.hear("203.0.113.9", 1, 1);
  given.named("203.0.113.9", "branch.d.example");
  given.hear("203.0.113.10", 1, 1);
  given.named("203.0.113.10", "branch.d.example", false);
  const auto listening = given.weighed();
  REQUIRE(listening.senders.size() == 1);
  CHECK(listening.senders[0].seen.client == ip("203.0.113.9"));
  CHECK(listening.senders[0].tie == HeardTie::own_host);
  CHECK(listening.passing == 1);
}

TEST_CASE("a service that sends for the domain is a sender, another is not") {
  Case given;
  given.hear("203.0.113.9", 1, 1);
  given.named("203.0.113.9", "out7.desk.example");
  given.hear("203.0.113.10", 1, 1);
  given.named("203.0.113.10", "out7.other.example");
  const auto listening = given.weighed();
  REQUIRE(listening.senders.size() == 1);
  CHECK(listening.senders[0].tie == HeardTie::service);
  CHECK(listening.senders[0].kin == "Desk");
}

TEST_CASE("a neighbour of a sender is one from its third day on, a neighbour of a forger never") {
  for (const unsigned days : {2U, 3U}) {
    CAPTURE(days);
    Case given;
    given.hear("192.0.2.99", days);
    given.hear("198.18.9.99", days);
    const auto listening = given.weighed();
    CHECK(listening.senders.size() == (days == 3 ? 1 : 0));
    if (days == 3) CHECK(listening.senders[0].kin == "192.0.2.0/24");
  }
}

TEST_CASE("what is asked about for weeks by several resolvers has to be known") {
  Case given;
  given.hear("203.0.113.9", 13);
  given.hear("203.0.113.10", 14);
  given.hear("203.0.113.11", 14, 1);
  const auto listening = given.weighed();
  REQUIRE(listening.unknown.size() == 1);
  CHECK(listening.unknown[0].seen.client == ip("203.0.113.10"));
  CHECK(listening.passing == 2);
}

TEST_CASE("the operator's mark decides") {
  Case given;
  const auto mark = [&](std::string_view source, SourceClass source_class) {
    given.surroundings.marks.push_back(
        {HostPattern::parse(source).value(), source_class, {}, {}, "Branch"});
  };
  given.hear("203.0.113.9", 30);
  given.hear("203.0.113.77", 1, 1);
  mark("203.0.113.0/24", SourceClass::suspected_spoof);
  mark("203.0.113.77", SourceClass::unlisted_legitimate);
  const auto listening = given.weighed();
  CHECK(listening.unknown.empty());
  REQUIRE(listening.senders.size() == 1);
  CHECK(listening.senders[0].tie == HeardTie::mark);
  CHECK(listening.senders[0].kin == "Branch");
}

TEST_CASE("receivers that ask and do not report are told, by the names of their resolvers") {
  Case given;
  given.evidence.reporters = {"google.com", "Enterprise Outlook"};
  given.heard.resolvers = {{ip("198.51.100.1"), 9, 1},
                           {ip("198.51.100.2"), 5, 1},
                           {ip("198.51.100.3"), 5, 1},
                           {ip("198.51.100.4"), 1, 1}};
  given.named("198.51.100.1", "ns1.silent.example");
  given.named("198.51.100.2", "dns2.google.com");
  given.named("198.51.100.3", "ns2.silent.example");
  const auto receivers = given.weighed().receivers;
  REQUIRE(receivers.size() == 3);
  CHECK(receivers[0].name == "silent.example");
  CHECK(receivers[0].queries == 14);
  CHECK_FALSE(receivers[0].reports);
  CHECK(receivers[1].name == "google.com");
  CHECK(receivers[1].reports);
  CHECK(receivers[2].name == "198.51.100.4");
}
