#include <doctest/doctest.h>

#include <fstream>
#include <string>
#include <vector>

#include "hardfail/analysis/sender.hpp"
#include "scenario.hpp"

namespace hardfail::analysis {
namespace {

using report::SpfResult;
using test::ip;
using test::name;
using test::Row;
using test::Scenario;

constexpr std::string_view catalogue =
    "[Desk]\n"
    "kind = helpdesk\n"
    "include = _spf.desk.example\n"
    "host = desk.example\n"
    "signs = desk-mail.example\n"
    "envelope = bounces.example\n";

struct Grouped {
  std::vector<Source> sources;
  std::vector<Sender> senders;

  [[nodiscard]] const Sender& of(std::string_view address) const {
    for (const auto& source : sources) {
      if (source.address == ip(address)) return senders[source.sender];
    }
    throw std::out_of_range("no such source");
  }
};

const Services& services() {
  static const auto made = [] {
    Services services;
    services.add(catalogue, "test");
    return services;
  }();
  return made;
}

Grouped group(Scenario& scenario, const Publishers& publishers = {}) {
  Grouped grouped{scenario.sources(), {}};
  grouped.senders = senders_of(scenario.observations(), scenario.surroundings(), services(),
                               publishers, grouped.sources);
  return grouped;
}

Row signed_with(std::string_view selector) { return Row{}.dkim("d.example", selector); }

}  // namespace

TEST_CASE("a service is told by its hosts, its signatures, its envelope or who publishes it") {
  Scenario scenario;
  scenario.listed_servers();
  scenario.mail("203.0.113.1", signed_with("desk1")).host("203.0.113.1", "out1.desk.example");
  scenario.mail("203.0.114.1", signed_with("desk1").dkim("desk-mail.example", "s"));
  scenario.mail("203.0.116.1", signed_with("desk1"));
  Row bounce;
  bounce.spf("x.bounces.example", SpfResult::pass).dkim("d.example", "desk1");
  scenario.mail("203.0.115.1", bounce);
  const auto grouped = group(scenario, {{ip("203.0.116.1"), &services().all().front()}});

  const Sender& desk = grouped.of("203.0.113.1");
  CHECK(desk.name == "Desk");
  CHECK(desk.id == "unlisted_legitimate/service:desk");
  CHECK(desk.service->kind == ServiceKind::helpdesk);
  CHECK(desk.source_class == SourceClass::unlisted_legitimate);
  CHECK(desk.sources.size() == 3);
  CHECK(&grouped.of("203.0.114.1") == &desk);
  CHECK(&grouped.of("203.0.116.1") == &desk);
  CHECK(desk.keys == std::vector<std::string>{"desk1._domainkey.d.example"});

  // Another class is another decision.
  CHECK(grouped.of("203.0.115.1").id == "unaffected/service:desk");
}

TEST_CASE("a host without a service belongs to its registrable domain, one's own to oneself") {
  Scenario scenario;
  scenario.listed_servers().host("192.0.2.1", "mail.d.example");
  scenario.mail("203.0.113.1", signed_with("crm")).host("203.0.113.1", "out1.eu.crm.example");
  scenario.mail("203.0.119.1", signed_with("crm")).host("203.0.119.1", "out2.crm.example");
  scenario.mail("203.0.120.1", signed_with("crm")).host("203.0.120.1", "not.crm.example", false);
  const auto grouped = group(scenario);
  CHECK(grouped.of("203.0.113.1").name == "crm.example");
  CHECK(&grouped.of("203.0.119.1") == &grouped.of("203.0.113.1"));
  CHECK(grouped.of("203.0.113.1").operators == std::vector<std::string>{"crm.example"});
  CHECK(grouped.of("203.0.113.1").network_count == 2);
  CHECK(grouped.of("192.0.2.1").name == "servers of d.example");
  // Anybody can give an address any name.
  CHECK(grouped.of("203.0.120.1").id == "unlisted_legitimate/key:crm._domainkey.d.example");
}

TEST_CASE("mail that the record is not asked about belongs to the owner of its envelope domain") {
  Scenario scenario;
  scenario.listed_servers();
  Row news;
  news.spf("b7.news.example", SpfResult::pass);
  scenario.mail("203.0.113.1", news).mail("203.0.114.1", news);
  const auto grouped = group(scenario);
  CHECK(grouped.of("203.0.113.1").id == "unaffected/envelope:news.example");
  CHECK(&grouped.of("203.0.114.1") == &grouped.of("203.0.113.1"));
}

TEST_CASE("what the operator marked belongs together by its name, or else by its pattern") {
  Scenario scenario;
  scenario.listed_servers();
  scenario.mail("203.0.113.1", Row{}).mail("203.0.113.2", Row{}).mail("203.0.114.1", Row{});
  scenario.mail("203.0.115.1", Row{}).mail("203.0.116.1", Row{}).mail("203.0.117.1", Row{});
  const auto mark = [&](std::string_view pattern, std::string mark_name) {
    scenario.surroundings().marks.push_back(
        {*HostPattern::parse(pattern), SourceClass::suspected_spoof, "", {}, std::move(mark_name)});
  };
  mark("203.0.113.0/24", "");
  mark("203.0.114.1", "Branch scanner");
  mark("203.0.115.0/24", "branch scanner");
  mark("203.0.116.1", "\u6821\u820e");
  mark("203.0.117.1", "\u793e\u5c4b");
  const auto grouped = group(scenario);
  CHECK(grouped.of("203.0.113.1").id == "suspected_spoof/mark:203.0.113.0/24");
  CHECK(&grouped.of("203.0.113.2") == &grouped.of("203.0.113.1"));
  CHECK(grouped.of("203.0.114.1").id == "suspected_spoof/mark:branch-scanner");
  CHECK(grouped.of("203.0.114.1").name == "Branch scanner");
  CHECK(&grouped.of("203.0.115.1") == &grouped.of("203.0.114.1"));
  CHECK(grouped.of("203.0.116.1").id == "suspected_spoof/mark:203.0.116.1");
  CHECK(grouped.of("203.0.116.1").name == "\u6821\u820e");
  CHECK(grouped.of("203.0.117.1").name == "\u793e\u5c4b");
}

TEST_CASE(
    "what has no name belongs to the term that lists it, to its key and network, or to that") {
  Scenario scenario;
  scenario.listed_servers();
  scenario.mail("203.0.113.1", signed_with("app")).mail("203.0.113.2", signed_with("app"));
  scenario.mail("203.0.114.1", signed_with("app"));
  scenario.mail("203.0.119.1", signed_with("main"));
  scenario.mail("198.51.100.80", Row{}, {.days = 60, .reporters = 1});
  const auto grouped = group(scenario);
  CHECK(grouped.of("192.0.2.1").id == "listed/term:ip4:192.0.2.0/28");
  CHECK(&grouped.of("192.0.2.2") == &grouped.of("192.0.2.1"));
  CHECK(grouped.of("203.0.113.1").name == "signer of app._domainkey.d.example");
  CHECK(&grouped.of("203.0.113.2") == &grouped.of("203.0.113.1"));
  CHECK(&grouped.of("203.0.114.1") == &grouped.of("203.0.113.1"));
  // A key of listed servers may come from anywhere.
  CHECK(grouped.of("203.0.119.1").id ==
        "unlisted_legitimate/key:main._domainkey.d.example@203.0.119.0/24");
  const Sender& alone = grouped.of("198.51.100.80");
  CHECK(alone.id == "unknown/network:198.51.100.0/24");
  CHECK(alone.name == "198.51.100.80");
}

TEST_CASE("a network without a name is told with its autonomous system") {
  Scenario scenario;
  scenario.listed_servers();
  for (const auto* address : {"203.0.113.1", "203.0.113.2", "198.51.100.80"}) {
    scenario.mail(address, Row{}, {.days = 60, .reporters = 1})
        .system(address, 64500, "Example Net");
  }
  scenario.mail("203.0.117.9", Row{}, {.days = 60, .reporters = 1})
      .system("203.0.117.9", 64500, "Example Net")
      .host("203.0.117.9", "a.named.example");
  scenario.mail("203.0.118.1", signed_with("main")).system("203.0.118.1", 64500, "Example Net");
  const auto grouped = group(scenario);
  const Sender& network = grouped.of("203.0.113.1");
  CHECK(network.id == "unknown/network:203.0.113.0/24");
  CHECK(network.name == "203.0.113.0/24 (AS64500 Example Net)");
  CHECK(network.operators == std::vector<std::string>{"AS64500 Example Net"});
  CHECK(network.system->number == 64500);
  CHECK(grouped.of("198.51.100.80").name == "198.51.100.80 (AS64500 Example Net)");
  CHECK(grouped.of("203.0.118.1").name ==
        "203.0.118.0/24 (AS64500 Example Net) with main._domainkey.d.example");
  // A confirmed name says more.
  CHECK(grouped.of("203.0.117.9").name == "named.example");
  CHECK(grouped.of("203.0.117.9").operators == std::vector<std::string>{"named.example"});
}

TEST_CASE("forwarders that only their addresses tell of are one sender, largest networks first") {
  Scenario scenario;
  scenario.listed_servers();
  const auto forward = [&](std::string_view address, std::uint64_t messages) {
    scenario.mail(address, signed_with("main"), {.days = 9, .reporters = 1, .messages = messages});
  };
  forward("203.0.117.1", 1);
  forward("203.0.118.1", 2);
  forward("203.0.119.1", 1);
  scenario.host("203.0.119.1", "mx.forwards.example");
  const auto grouped = group(scenario);
  const Sender& nameless = grouped.of("203.0.117.1");
  CHECK(nameless.id == "forwarder/no_name:all");
  CHECK(nameless.name == "forwarders without a name");
  CHECK(&grouped.of("203.0.118.1") == &nameless);
  CHECK(nameless.network_count == 2);
  CHECK(nameless.networks.front().to_string() == "203.0.118.0/24");
  CHECK(grouped.of("203.0.119.1").name == "forwards.example");
}

TEST_CASE("in one autonomous system, missing senders without a name or key are one; others not") {
  Scenario scenario;
  scenario.listed_servers();
  const auto web_server = [&](std::string_view address, std::uint32_t system) {
    scenario.mail(address, Row{}).system(address, system, "Example Cloud");
    scenario.surroundings().own_hosts.push_back(ip(address));
  };
  web_server("203.0.113.1", 64500);
  web_server("203.0.114.1", 64500);
  web_server("203.0.115.1", 64501);
  for (const auto* address : {"198.51.100.80", "198.51.101.80"}) {
    scenario.mail(address, Row{}, {.days = 60, .reporters = 1})
        .system(address, 64500, "Example Cloud");
  }
  const auto grouped = group(scenario);
  const Sender& cloud = grouped.of("203.0.113.1");
  CHECK(cloud.id == "unlisted_legitimate/autonomous_system:AS64500");
  CHECK(cloud.name == "AS64500 Example Cloud");
  CHECK(&grouped.of("203.0.114.1") == &cloud);
  CHECK(grouped.of("203.0.115.1").name == "203.0.115.1 (AS64501 Example Cloud)");
  CHECK(grouped.of("198.51.100.80").id == "unknown/network:198.51.100.0/24");
  CHECK(grouped.of("198.51.101.80").id == "unknown/network:198.51.101.0/24");
}

TEST_CASE("a sender in several autonomous systems, or in one that is not known, has none") {
  Scenario scenario;
  scenario.listed_servers();
  for (const auto* address : {"203.0.113.1", "203.0.114.1"}) {
    scenario.mail(address, signed_with("app")).mail(address, signed_with("app"));
  }
  scenario.system("203.0.113.1", 64500, "Example Net");
  CHECK(group(scenario).of("203.0.113.1").system == nullptr);
  scenario.system("203.0.114.1", 64501, "Example Net");
  CHECK(group(scenario).of("203.0.113.1").system == nullptr);
  scenario.system("203.0.114.1", 64500, "Example Net, by another entry");
  CHECK(group(scenario).of("203.0.113.1").system->organization == "Example Net");
}

TEST_CASE("an unknown sender is marked by its network, not by the name of its system") {
  Scenario scenario;
  scenario.listed_servers();
  for (const auto* address : {"198.51.100.80", "198.51.100.81"}) {
    scenario.mail(address, Row{}, {.days = 60, .reporters = 1})
        .system(address, 64500, "Example Net")
        .host(address, "not.theirs.example", false);
  }
  auto grouped = group(scenario);
  advise_senders(grouped.senders, grouped.sources, name("d.example"));
  CHECK(grouped.of("198.51.100.80").advice.find("mark d.example 198.51.100.0/24 CLASS") !=
        std::string::npos);
}

TEST_CASE("docs/verdict.md names what ties sources in the order in which it is tried") {
  std::vector<std::string> ties;
  for (auto i = static_cast<unsigned>(Tie::mark); i <= static_cast<unsigned>(Tie::network); ++i) {
    const auto tie = static_cast<Tie>(i);
    ties.push_back(tie == Tie::service ? "of the service" : "`" + std::string(name_of(tie)) + "`");
  }
  std::vector<std::string> told;
  std::ifstream document(HARDFAIL_SOURCE_DIR "/docs/verdict.md");
  bool inside = false;
  for (std::string line; std::getline(document, line);) {
    if (inside && !line.starts_with("| ")) inside = line.starts_with("|---");
    if (inside && line.starts_with("| ")) told.push_back(line.substr(2, line.find(" |", 2) - 2));
    if (line.starts_with("| `kind` in JSON |")) inside = true;
  }
  CHECK(told == ties);
}

TEST_CASE("a suspected spoofer is one of the crowd, whatever its host is called") {
  Scenario scenario;
  scenario.listed_servers();
  scenario.mail("203.0.113.9", Row{}, {.days = 1, .reporters = 1})
      .host("203.0.113.9", "customer.desk.example");
  const auto grouped = group(scenario);
  CHECK(grouped.of("203.0.113.9").id.ends_with("/no_sign:all"));
}

TEST_CASE("those without any sign of legitimacy are one sender, its largest networks first") {
  Scenario scenario;
  scenario.listed_servers();
  for (int i = 0; i < 12; ++i) {
    scenario.mail("203.0." + std::to_string(i) + ".9", Row{},
                  {.days = 1, .reporters = 1, .messages = i == 7 ? 9U : 1U});
  }
  const auto grouped = group(scenario);
  const Sender& crowd = grouped.senders.back();
  CHECK(crowd.id == "suspected_spoof/no_sign:all");
  CHECK(crowd.sources.size() == 12);
  CHECK(crowd.network_count == 12);
  REQUIRE(crowd.networks.size() == 10);
  CHECK(crowd.networks.front().to_string() == "203.0.7.0/24");
}

TEST_CASE("a sender adds up its sources; days and reporters count once") {
  Scenario scenario;
  scenario.listed_servers();
  scenario.mail("203.0.113.1", signed_with("crm"), {.days = 10, .reporters = 3, .messages = 2})
      .mail("203.0.113.2", signed_with("crm"),
            {.days = 10, .first_day = 5, .reporters = 5, .messages = 1})
      .host("203.0.113.1", "a.crm.example")
      .host("203.0.113.2", "b.crm.example");
  const auto grouped = group(scenario);
  const Sender& sender = grouped.senders.front();
  CHECK(sender.name == "crm.example");
  CHECK(sender.messages == 60 + 50);
  CHECK(sender.dkim_aligned == 110);
  CHECK(sender.days == 15);
  CHECK(sender.reporters == 5);
  REQUIRE(sender.sources.size() == 2);
  CHECK(grouped.sources[sender.sources.front()].messages == 60);
  REQUIRE(sender.signals.size() == 1);
  CHECK(sender.signals.front().code == "unlisted_key");
  CHECK(sender.signals.front().addresses == 2);
}

TEST_CASE("missing senders come first, then those of most messages") {
  Scenario scenario;
  scenario.listed_servers();
  scenario.mail("203.0.113.1", signed_with("small"), {.days = 10})
      .host("203.0.113.1", "a.small.example");
  scenario.mail("203.0.114.1", signed_with("large"), {.days = 20})
      .host("203.0.114.1", "a.large.example");
  scenario.mail("203.0.115.1", Row{}, {.days = 3});
  scenario.mail("203.0.116.1", signed_with("main"), {.days = 9, .reporters = 1, .messages = 1});
  const auto grouped = group(scenario);
  REQUIRE(grouped.senders.size() == 5);
  CHECK(grouped.senders[0].name == "large.example");
  CHECK(grouped.senders[1].name == "small.example");
  // Whatever the class of the others.
  CHECK(grouped.senders[2].source_class == SourceClass::listed);
  CHECK(grouped.senders[3].source_class == SourceClass::suspected_spoof);
  CHECK(grouped.senders[4].source_class == SourceClass::forwarder);
  for (std::size_t i = 0; i < grouped.senders.size(); ++i) {
    for (const auto index : grouped.senders[i].sources) CHECK(grouped.sources[index].sender == i);
  }
}

TEST_CASE("the advice on a sender says what lists it, and what is particular to the service") {
  Scenario scenario;
  scenario.listed_servers();
  scenario.mail("203.0.113.1", signed_with("desk1")).host("203.0.113.1", "out1.desk.example");
  auto grouped = group(scenario);
  Sender& desk = grouped.senders.front();
  SUBCASE("by a term") {
    desk.fix = SenderFix{{"include:_spf.desk.example"}, 1, 2};
    advise_senders(grouped.senders, grouped.sources, name("d.example"));
    CHECK(desk.advice == "add include:_spf.desk.example (2 look-ups)");
  }
  SUBCASE("by its addresses") {
    desk.fix = SenderFix{{"ip4:203.0.113.1"}, 1, 0};
    advise_senders(grouped.senders, grouped.sources, name("d.example"));
    CHECK(desk.advice == "add ip4:203.0.113.1");
    const auto advice_with = [&](std::vector<ServiceTrait> traits) {
      const Service service{.name = "Desk", .traits = std::move(traits)};
      desk.service = &service;
      desk.dkim_aligned = desk.messages - 1;
      advise_senders(grouped.senders, grouped.sources, name("d.example"));
      return desk.advice;
    };
    using enum ServiceTrait;
    CHECK(advice_with({own_envelope})
              .ends_with("; or let it use its own bounce domain, as it usually does"));
    CHECK(advice_with({own_envelope, custom_envelope})
              .ends_with("so that your record need not list it"));
    CHECK(advice_with({customer_include}).ends_with("and it tells you yours"));
    CHECK(advice_with({do_not_flatten}).ends_with("so prefer its include to a list of them"));
    CHECK(advice_with({shared_addresses}).ends_with("so let it sign with DKIM as you too"));
    CHECK(advice_with({retired}).ends_with("under this name: plan to replace it"));
  }
  SUBCASE("an include settles what would be said of addresses, and a signature of shared ones") {
    const Service service{.name = "Desk",
                          .traits = {ServiceTrait::customer_include, ServiceTrait::do_not_flatten,
                                     ServiceTrait::shared_addresses}};
    desk.service = &service;
    desk.fix = SenderFix{{"include:_spf.desk.example"}, 1, 1};
    advise_senders(grouped.senders, grouped.sources, name("d.example"));
    CHECK(desk.advice == "add include:_spf.desk.example (1 look-up)");
  }
  SUBCASE("where no term does") {
    advise_senders(grouped.senders, grouped.sources, name("d.example"));
    CHECK(desk.advice.starts_with("give it an envelope (Return-Path) domain of its own"));
  }
}

}  // namespace hardfail::analysis
