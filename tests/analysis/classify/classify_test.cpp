#include "hardfail/analysis/classify.hpp"

#include <doctest/doctest.h>

#include "scenario.hpp"

using namespace hardfail;
using namespace hardfail::analysis;
using namespace hardfail::analysis::test;
using report::DkimResult;
using report::OverrideType;
using report::SpfResult;

TEST_CASE("what the live record authorises is listed, whatever was reported") {
  Scenario scenario;
  scenario.mail("192.0.2.3", Row{}).live("192.0.2.3", spf::Result::pass, {"ip4:192.0.2.0/28"});
  CHECK(class_of(scenario, "192.0.2.3") == "listed by listed");
}

TEST_CASE("a pass that only +all gives lists nobody") {
  Scenario scenario;
  scenario.mail("203.0.113.9", Row{}.spf("d.example", SpfResult::pass), {.days = 2});
  SUBCASE("of the record itself") { scenario.live("203.0.113.9", spf::Result::pass, {"+all"}); }
  SUBCASE("of a record it includes") {
    scenario.live("203.0.113.9", spf::Result::pass, {"include:x.example", "all"});
  }
  CHECK(class_of(scenario, "203.0.113.9") == "suspected_spoof by no_evidence");
  CHECK(scenario.source("203.0.113.9").newly_failed == 100);
}

TEST_CASE("mail under another SPF identity is unaffected, however it fares") {
  Scenario scenario;
  scenario.listed_servers();
  scenario.mail("203.0.113.20",
                Row{}.spf("bounces.esp.example", SpfResult::pass).dkim("d.example", "esp"));
  scenario.mail("203.0.113.21", Row{}.spf("sub.d.example", SpfResult::softfail));
  CHECK(class_of(scenario, "203.0.113.20") == "unaffected by not_governed");
  CHECK(class_of(scenario, "203.0.113.21") == "unaffected by not_governed");
  CHECK(scenario.source("203.0.113.20").newly_failed == 0);
}

TEST_CASE("what an explicit term fails or softfails is not up to `all`") {
  Scenario scenario;
  scenario.mail("203.0.113.22", Row{})
      .live("203.0.113.22", spf::Result::softfail, {"~ip4:203.0.113.22"});
  CHECK(class_of(scenario, "203.0.113.22") == "unaffected by explicit_term");
  CHECK(scenario.source("203.0.113.22").newly_failed == 0);
}

TEST_CASE("a record without `all` would get one: its neutral mail would newly fail") {
  Scenario scenario;
  scenario.mail("203.0.113.23", Row{}, {.days = 1}).live("203.0.113.23", spf::Result::neutral, {});
  CHECK(scenario.source("203.0.113.23").newly_failed == 50);
}

TEST_CASE("a key that no listed server uses betrays an unlisted sender, however little it sends") {
  Scenario scenario;
  scenario.listed_servers();
  scenario.mail("198.51.100.40", Row{}.dkim("d.example", "crm"),
                {.days = 3, .reporters = 1, .messages = 1});
  for (int i = 0; i < 200; ++i) {
    scenario.mail("203.0.113." + std::to_string(i + 20), Row{}, {.days = 3, .first_day = 10});
  }
  CHECK(class_of(scenario, "198.51.100.40") == "unlisted_legitimate by unlisted_key");
  CHECK(class_of(scenario, "203.0.113.77") == "suspected_spoof by no_evidence");
}

TEST_CASE("a key of listed servers that arrives from elsewhere was passed on") {
  Scenario scenario;
  scenario.listed_servers();
  scenario.mail("198.51.100.7", Row{}.dkim("d.example", "MAIN"),
                {.days = 20, .reporters = 2, .messages = 1});
  CHECK(class_of(scenario, "198.51.100.7") == "forwarder by listed_key");
}

TEST_CASE("a large forwarder that few mailbox providers see is still a forwarder") {
  Scenario scenario;
  scenario.listed_servers();
  scenario.mail("198.51.100.7", Row{}.dkim("d.example", "main"),
                {.days = 90, .reporters = 3, .messages = 9});
  CHECK(class_of(scenario, "198.51.100.7") == "forwarder by listed_key");
}

TEST_CASE("a sender that shares the key of listed servers shows in how widely it is seen") {
  Scenario scenario;
  scenario.listed_servers();
  scenario.mail("198.51.100.8", Row{}.dkim("d.example", "main"), {.days = 80, .messages = 3});
  CHECK(class_of(scenario, "198.51.100.8") == "unlisted_legitimate by shared_key");
}

TEST_CASE("a nameless pool with a listed key that breaks signatures is asked about") {
  Scenario scenario;
  scenario.listed_servers();
  Row broken;
  broken.dkim("d.example", "main", DkimResult::fail);
  scenario.mail("192.0.2.1", broken, {.days = 4, .reporters = 1, .messages = 1});
  for (const auto* address : {"198.51.100.8", "198.51.100.9"}) {
    scenario.mail(address, Row{}.dkim("d.example", "main"), {.days = 80, .messages = 2});
  }
  SUBCASE("the two of them together") {
    scenario.mail("198.51.100.8", broken, {.days = 80, .reporters = 1, .messages = 1});
    CHECK(class_of(scenario, "198.51.100.9") == "unknown by shared_key_or_forwarder");
  }
  SUBCASE("no oftener than listed servers do") {
    scenario.mail("192.0.2.1", broken, {.days = 80, .reporters = 1, .messages = 4})
        .mail("198.51.100.8", broken, {.days = 80, .reporters = 1, .messages = 1});
    CHECK(class_of(scenario, "198.51.100.9") == "unlisted_legitimate by shared_key");
  }
}

TEST_CASE("a server that was replaced is the sender of its keys, not who passed on a message") {
  Scenario scenario;
  scenario.listed_servers();
  for (const auto* selector : {"old", "main"}) {
    Row row;
    row.spf("d.example", SpfResult::pass).dkim("d.example", selector);
    scenario.mail("198.51.100.61", row, {.days = 30});
  }
  scenario.mail("203.0.113.7", Row{}.dkim("d.example", "old"),
                {.days = 1, .reporters = 1, .messages = 1});
  CHECK(class_of(scenario, "203.0.113.7") == "forwarder by passes_on_unlisted");
}

TEST_CASE("the only message with a key may have been passed on") {
  Scenario scenario;
  scenario.listed_servers();
  const Row row = Row{}.dkim("d.example", "old");
  scenario.mail("198.51.100.7", row, {.days = 1, .reporters = 1, .messages = 1});
  SUBCASE("alone") { CHECK(class_of(scenario, "198.51.100.7") == "unknown by unlisted_key_once"); }
  SUBCASE("beside another of its pool") {
    scenario.mail("198.51.100.9", row, {.days = 1, .reporters = 1, .messages = 1});
    CHECK(class_of(scenario, "198.51.100.7") == "unlisted_legitimate by unlisted_key");
  }
}

TEST_CASE("mail that passed until a day in the window was dropped, whoever else has its key") {
  Scenario scenario;
  scenario.listed_servers();
  Row before;
  before.spf("d.example", SpfResult::pass).dkim("d.example", "main");
  scenario.mail("198.51.100.61", before, {.days = 10, .reporters = 3, .messages = 1});
  scenario.mail("198.51.100.61", Row{}.dkim("d.example", "main"),
                {.days = 20, .first_day = 10, .reporters = 3, .messages = 1});
  CHECK(class_of(scenario, "198.51.100.61") == "unlisted_legitimate by dropped");
}

TEST_CASE("a small source with a listed key that everybody sees is not called a forwarder") {
  Scenario scenario;
  scenario.listed_servers();
  scenario.mail("198.51.100.8", Row{}.dkim("d.example", "main"),
                {.days = 20, .every = 4, .messages = 1});
  SUBCASE("nameless, it may be a server of one's own") {
    CHECK(class_of(scenario, "198.51.100.8") == "unknown by shared_key_or_forwarder");
  }
  SUBCASE("with a name elsewhere, it may be a spare site") {
    scenario.host("198.51.100.8", "mx-out.college.example");
    CHECK(class_of(scenario, "198.51.100.8") == "unknown by shared_key_or_forwarder");
  }
  SUBCASE("so do receivers that call it one") {
    scenario.mail("198.51.100.8",
                  Row{}.dkim("d.example", "main").reason(OverrideType::local_policy, "arc=pass"),
                  {.days = 10, .every = 4});
    CHECK(class_of(scenario, "198.51.100.8") == "forwarder by listed_key_forwarded");
  }
}

TEST_CASE("who carries what several senders signed passes it on") {
  Scenario scenario;
  scenario.listed_servers();
  Row service;
  service.spf("d.example", SpfResult::pass).dkim("d.example", "desk");
  scenario.mail("192.0.2.9", service, {.days = 90})
      .live("192.0.2.9", spf::Result::pass, {"ip4:192.0.2.0/28"});
  SUBCASE("seen by many") {
    scenario.mail("198.51.100.8", Row{}.dkim("d.example", "main"), {.days = 80, .reporters = 7});
    scenario.mail("198.51.100.8", Row{}.dkim("d.example", "desk"), {.days = 20, .reporters = 7});
    CHECK(class_of(scenario, "198.51.100.8") == "forwarder by listed_key_relay");
  }
  SUBCASE("seen by everybody, it may be a gateway of one's own") {
    scenario.mail("198.51.100.8", Row{}.dkim("d.example", "main"), {.days = 80});
    scenario.mail("198.51.100.8", Row{}.dkim("d.example", "desk"), {.days = 20});
    CHECK(class_of(scenario, "198.51.100.8") == "unknown by own_gateway");
  }
}

TEST_CASE("a burst with a listed key is not a sender: signed mail can be sent again by anybody") {
  Scenario scenario;
  scenario.listed_servers();
  scenario.mail("198.51.100.8", Row{}.dkim("d.example", "main"), {.days = 2, .messages = 90});
  CHECK(class_of(scenario, "198.51.100.8") == "unknown by shared_key_or_forwarder");
}

TEST_CASE("with too few reporters to tell how widely it is seen, a large source is unknown") {
  Scenario scenario;
  for (const auto* address : {"192.0.2.1", "192.0.2.2"}) {
    Row row;
    row.spf("d.example", SpfResult::pass).dkim("d.example", "main");
    scenario.mail(address, row, {.days = 90, .reporters = 3})
        .live(address, spf::Result::pass, {"ip4:192.0.2.0/28"});
  }
  scenario.mail("198.51.100.8", Row{}.dkim("d.example", "main"), {.days = 80, .reporters = 3});
  CHECK(class_of(scenario, "198.51.100.8") == "unknown by shared_key_or_forwarder");
}

TEST_CASE("a host that its operator's own include leaves out is not a new address of the service") {
  Scenario scenario;
  scenario.listed_servers();
  for (const auto* address : {"192.0.2.1", "192.0.2.2"}) {
    scenario.host(address, "out.provider.example")
        .live(address, spf::Result::pass, {"include:_spf.provider.example", "ip4:192.0.2.0/28"});
  }
  scenario.mail("198.51.100.9", Row{}.dkim("d.example", "main"), {.days = 9, .reporters = 2})
      .host("198.51.100.9", "forward9.provider.example");
  CHECK(class_of(scenario, "198.51.100.9") == "forwarder by listed_key");
}

TEST_CASE("nobody passes on more than was sent: who has most of a key's mail is a sender") {
  Scenario scenario;
  scenario.listed_servers();
  Row relayed;
  relayed.spf("d.example", SpfResult::pass).dkim("d.example", "desk");
  scenario.mail("192.0.2.3", relayed, {.days = 20, .messages = 1})
      .live("192.0.2.3", spf::Result::pass, {"ip4:192.0.2.0/28"});
  scenario
      .mail("198.51.100.40", Row{}.dkim("d.example", "desk"),
            {.days = 60, .reporters = 8, .messages = 3})
      .host("198.51.100.40", "out1.desk.example");
  CHECK(class_of(scenario, "198.51.100.40") == "unlisted_legitimate by shared_key");
}

TEST_CASE("a key whose every carrier is called a forwarder is of a sender nobody saw") {
  Scenario scenario;
  scenario.listed_servers();
  scenario.mail("198.51.100.7",
                Row{}.dkim("d.example", "rare").reason(OverrideType::local_policy, "arc=pass"),
                {.days = 3, .reporters = 1, .messages = 1});
  CHECK(class_of(scenario, "198.51.100.7") == "forwarder by passes_on_unlisted");
}

TEST_CASE("hosts of one operator speak for each other") {
  Scenario scenario;
  scenario.listed_servers();
  for (const auto* address : {"198.51.100.40", "198.51.101.40", "198.51.102.40"}) {
    scenario.host(address, "out.desk.example");
  }
  SUBCASE("of a sender: an omitted selector is its own, unsigned mail a question") {
    Row unnamed;
    unnamed.dkim("d.example", "");
    scenario.mail("198.51.100.40", Row{}.dkim("d.example", "desk"));
    scenario.mail("198.51.101.40", unnamed, {.days = 3, .reporters = 1, .messages = 1});
    scenario.mail("198.51.102.40", Row{}, {.days = 5, .reporters = 1, .messages = 1});
    CHECK(class_of(scenario, "198.51.101.40") == "unlisted_legitimate by unnamed_key_service");
    CHECK(class_of(scenario, "198.51.102.40") == "unknown by sender_operator");
  }
  SUBCASE("of a forwarder, where most of them pass mail on") {
    const Row passed_on = Row{}.dkim("d.example", "main");
    scenario.mail("198.51.100.40", passed_on, {.days = 9, .reporters = 2, .messages = 1});
    scenario.mail("198.51.101.40", passed_on, {.days = 9, .reporters = 2, .messages = 1});
    scenario.mail("198.51.102.40", Row{}, {.days = 3, .reporters = 1, .messages = 1});
    CHECK(class_of(scenario, "198.51.102.40") == "forwarder by forwarding_operator");
  }
}

TEST_CASE("a new address of a listed service is missing, not forwarding") {
  Scenario scenario;
  scenario.listed_servers().host("192.0.2.1", "out1.service.example");
  scenario.mail("198.51.100.9", Row{}.dkim("d.example", "main"), {.days = 9, .reporters = 2})
      .host("198.51.100.9", "out9.service.example");
  CHECK(class_of(scenario, "198.51.100.9") == "unlisted_legitimate by same_service");
}

TEST_CASE("a neighbour with a name of its own is not part of the service") {
  Scenario scenario;
  scenario.listed_servers()
      .host("192.0.2.1", "out1.service.example")
      .host("192.0.2.2", "out2.service.example");
  scenario.mail("192.0.2.77", Row{}.dkim("d.example", "main"), {.days = 9, .reporters = 2});
  SUBCASE("named") {
    scenario.host("192.0.2.77", "mail.club.example");
    CHECK(class_of(scenario, "192.0.2.77") == "forwarder by listed_key");
  }
  SUBCASE("nameless, it is taken for part of it") {
    CHECK(class_of(scenario, "192.0.2.77") == "unlisted_legitimate by same_service");
  }
}

TEST_CASE("forwarders pass on the mail of unlisted senders too") {
  Scenario scenario;
  scenario.listed_servers();
  scenario.mail("198.51.100.40", Row{}.dkim("d.example", "crm"));
  scenario.mail("203.0.113.7", Row{}.dkim("d.example", "crm"),
                {.days = 5, .reporters = 1, .messages = 1});
  scenario.mail("203.0.113.7", Row{}.dkim("d.example", "main"),
                {.days = 9, .reporters = 1, .messages = 1});
  CHECK(class_of(scenario, "198.51.100.40") == "unlisted_legitimate by unlisted_key");
  CHECK(class_of(scenario, "203.0.113.7") == "forwarder by passes_on_unlisted");
}

TEST_CASE("a key of a service that bounces to itself is its own, however widely it is sent again") {
  Scenario scenario;
  scenario.listed_servers();
  Row newsletter;
  newsletter.spf("bounce.news.example", SpfResult::pass).dkim("d.example", "news");
  scenario.mail("203.0.113.50", newsletter).host("203.0.113.50", "mta1.news.example");
  const Row governed = Row{}.dkim("d.example", "news");
  scenario.mail("198.51.100.7", governed, {.days = 4, .messages = 9});
  CHECK(class_of(scenario, "198.51.100.7") == "forwarder by passes_on_unlisted");

  SUBCASE("unless it goes on for days") {
    scenario.mail("198.51.100.7", governed, {.days = 1, .first_day = 30});
    CHECK(class_of(scenario, "198.51.100.7") == "unlisted_legitimate by unlisted_key");
  }
  SUBCASE("unless the service's own hosts send it") {
    scenario.host("198.51.100.7", "mta2.news.example");
    CHECK(class_of(scenario, "198.51.100.7") == "unlisted_legitimate by unlisted_key");
  }
  SUBCASE("unless its network does") {
    scenario.mail("203.0.113.51", governed, {.days = 1});
    CHECK(class_of(scenario, "203.0.113.51") == "unlisted_legitimate by unlisted_key");
  }
  SUBCASE("other mail of the service's operator is asked about, of its lines' is not") {
    scenario.mail("198.51.100.8", Row{}, {.days = 1}).host("198.51.100.8", "mta3.news.example");
    CHECK(class_of(scenario, "198.51.100.8") == "unknown by service_operator");
    scenario.mail("198.51.100.9", Row{}, {.days = 1}).host("198.51.100.9", "dsl-9.news.example");
    CHECK(class_of(scenario, "198.51.100.9") == "suspected_spoof by no_evidence");
  }
}

TEST_CASE("an operator serves the domain with a tenth of what the key's busiest host sends") {
  for (const std::uint64_t messages : {300U, 299U}) {
    Scenario scenario;
    scenario.listed_servers();
    Row newsletter;
    newsletter.spf("bounce.news.example", SpfResult::pass).dkim("d.example", "news");
    scenario.mail("203.0.113.50", newsletter);  // 3,000
    scenario.mail("198.51.100.60", newsletter, {.days = 1, .reporters = 1, .messages = messages});
    scenario.host("198.51.100.60", "mx1.club.example");
    scenario.mail("198.51.100.8", Row{}, {.days = 1}).host("198.51.100.8", "mx2.club.example");
    CHECK(class_of(scenario, "198.51.100.8") ==
          (messages == 300 ? "unknown by service_operator" : "suspected_spoof by no_evidence"));
  }
}

TEST_CASE("a key lives on a service that sends a twentieth of what others carry with it") {
  for (const std::uint64_t messages : {10U, 9U}) {
    Scenario scenario;
    scenario.listed_servers();
    Row newsletter;
    newsletter.spf("bounce.news.example", SpfResult::pass).dkim("d.example", "news");
    scenario.mail("203.0.113.50", newsletter, {.days = 1, .reporters = 1, .messages = messages});
    scenario.mail("198.51.100.7", Row{}.dkim("d.example", "news"), {.days = 4});  // 200
    CHECK(class_of(scenario, "198.51.100.7") == (messages == 10
                                                     ? "forwarder by passes_on_unlisted"
                                                     : "unlisted_legitimate by unlisted_key"));
  }
}

TEST_CASE("beside the sender of a key, who carries a little of it widely has to go on for days") {
  for (const unsigned days : {5U, 4U}) {
    Scenario scenario;
    scenario.listed_servers();
    scenario.mail("198.51.100.40", Row{}.dkim("d.example", "crm"));
    scenario.mail("203.0.113.9", Row{}.dkim("d.example", "crm"), {.days = days, .messages = 1});
    CHECK(class_of(scenario, "203.0.113.9") ==
          (days == 5 ? "unlisted_legitimate by unlisted_key" : "forwarder by passes_on_unlisted"));
  }
}

TEST_CASE("a few messages of a strange key among listed servers' mail were passed on with it") {
  for (const unsigned days : {4U, 5U}) {
    Scenario scenario;
    scenario.listed_servers();
    scenario.mail("203.0.113.7", Row{}.dkim("d.example", "main"), {.days = 9, .reporters = 1});
    scenario.mail("203.0.113.7", Row{}.dkim("d.example", "rare"),
                  {.days = days, .reporters = 1, .messages = 1});
    CHECK(class_of(scenario, "203.0.113.7") ==
          (days == 4 ? "forwarder by listed_key" : "unlisted_legitimate by unlisted_key"));
  }
}

TEST_CASE("nor is a tenth of what it carries more than passed on") {
  for (const unsigned days : {5U, 6U}) {
    Scenario scenario;
    scenario.listed_servers();
    scenario.mail("203.0.113.7", Row{}.dkim("d.example", "main"),
                  {.days = 50, .reporters = 1, .messages = 1});
    scenario.mail("203.0.113.7", Row{}.dkim("d.example", "rare"),
                  {.days = days, .reporters = 1, .messages = 1});
    CHECK(class_of(scenario, "203.0.113.7") ==
          (days == 5 ? "forwarder by listed_key" : "unlisted_legitimate by unlisted_key"));
  }
}

TEST_CASE("beside a single address of one's own, in the /29, the name of a line does not exclude") {
  Scenario scenario;
  scenario.surroundings().own_terms = {*IpNetwork::of(ip("198.51.100.9"), 32),
                                       *IpNetwork::of(ip("198.51.100.64"), 28)};
  scenario.surroundings().mail_hosts = {ip("192.0.2.99")};
  for (const auto* address : {"198.51.100.7", "198.51.100.15", "198.51.100.16", "198.51.100.80"}) {
    scenario.mail(address, Row{}, {.days = 1});
    scenario.host(address, "dsl-7.isp.example");
  }
  CHECK(class_of(scenario, "198.51.100.7") == "suspected_spoof by no_evidence");
  CHECK(class_of(scenario, "198.51.100.15") == "unknown by own_network_once");
  CHECK(class_of(scenario, "198.51.100.16") == "suspected_spoof by no_evidence");
  CHECK(class_of(scenario, "198.51.100.80") == "suspected_spoof by no_evidence");
  scenario.mail("192.0.2.99", Row{}, {.days = 1});
  CHECK(class_of(scenario, "192.0.2.99") == "unknown by mail_host");
}

TEST_CASE("a host named under the domain's label in another suffix is asked about") {
  Scenario scenario;
  scenario.mail("198.51.100.9", Row{}, {.days = 1}).host("198.51.100.9", "mail.d.test");
  scenario.mail("198.51.100.10", Row{}, {.days = 1}).host("198.51.100.10", "d.other.test");
  CHECK(class_of(scenario, "198.51.100.9") == "unknown by sister_host");
  CHECK(class_of(scenario, "198.51.100.10") == "suspected_spoof by no_evidence");
}

TEST_CASE("who began lately is new by what came and went before it") {
  for (const unsigned earlier : {4U, 5U}) {
    Scenario scenario;
    scenario.listed_servers();
    scenario.mail("203.0.113.7", Row{}, {.days = earlier, .first_day = 20});
    scenario.mail("198.51.100.7", Row{}, {.days = 5, .first_day = 85});
    CHECK(class_of(scenario, "203.0.113.7") == "suspected_spoof by no_evidence");
    CHECK(class_of(scenario, "198.51.100.7") ==
          (earlier == 4 ? "unknown by new_sender" : "suspected_spoof by no_evidence"));
  }
}

TEST_CASE("a host with a name is held against those with a name that came and went") {
  for (const bool named : {false, true}) {
    Scenario scenario;
    scenario.listed_servers();
    scenario.mail("203.0.113.7", Row{}, {.days = 6, .first_day = 20});
    if (named) scenario.host("203.0.113.7", "mail.rented.example");
    scenario.mail("198.51.100.7", Row{}, {.days = 5, .first_day = 85});
    scenario.host("198.51.100.7", "mail.service.example");
    CHECK(class_of(scenario, "198.51.100.7") ==
          (named ? "suspected_spoof by no_evidence" : "unknown by new_sender"));
  }
}

TEST_CASE("a selector that a reporter writes with what follows it in the DNS is the same key") {
  Scenario scenario;
  scenario.listed_servers();
  scenario.mail("203.0.113.7", Row{}.dkim("d.example", "Main._domainkey.d.example"),
                {.days = 9, .reporters = 1});
  CHECK(class_of(scenario, "203.0.113.7") == "forwarder by listed_key");
}

TEST_CASE("a device keeps its interface identifier when its line gets another prefix") {
  const auto class_with = [](const char* identifier) {
    Scenario scenario;
    scenario.listed_servers();
    for (unsigned day = 0; day < 30; ++day) {
      scenario.mail("2001:db8:" + std::to_string(day) + "::" + identifier, Row{},
                    {.days = 1, .first_day = day});
    }
    return class_of(scenario, std::string("2001:db8:7::") + identifier);
  };
  CHECK(class_with("211:32ff:fe9a:7") == "unknown by steady_network");
  CHECK(class_with("211:32ff:fd9a:7") == "suspected_spoof by no_evidence");
}

TEST_CASE("one reporter that omits the selector does not hide what others name") {
  Scenario scenario;
  scenario.listed_servers();
  Row unnamed;
  unnamed.dkim("d.example", "");
  scenario.mail("198.51.100.40", unnamed, {.reporters = 1});
  scenario.mail("198.51.100.40", Row{}.dkim("d.example", "crm"), {.days = 2, .reporters = 2});
  scenario.mail("203.0.113.7", unnamed, {.days = 3, .reporters = 1, .messages = 1});
  CHECK(class_of(scenario, "198.51.100.40") == "unlisted_legitimate by unlisted_key");
  CHECK(class_of(scenario, "203.0.113.7") == "unknown by unnamed_key");
}

TEST_CASE("where no reporter names selectors, breadth tells forwarders from senders") {
  Scenario scenario;
  Row listed;
  listed.spf("d.example", SpfResult::pass).dkim("d.example", "");
  scenario.mail("192.0.2.1", listed, {.days = 90})
      .live("192.0.2.1", spf::Result::pass, {"ip4:192.0.2.0/28"});
  Row unnamed;
  unnamed.dkim("d.example", "");
  scenario.mail("198.51.100.7", unnamed, {.days = 9, .reporters = 2, .messages = 1});
  scenario.mail("198.51.100.40", unnamed, {.days = 30, .messages = 1});
  scenario.mail("203.0.113.7", unnamed, {.days = 3, .reporters = 1, .messages = 1});
  CHECK(class_of(scenario, "198.51.100.7") == "forwarder by unnamed_key_listed");
  CHECK(class_of(scenario, "198.51.100.40") == "unlisted_legitimate by unnamed_key_wide");
  CHECK(class_of(scenario, "203.0.113.7") == "forwarder by unnamed_key_listed");
}

TEST_CASE("a host name of the domain, confirmed, vouches even for unsigned mail") {
  Scenario scenario;
  scenario.listed_servers();
  scenario.mail("198.51.100.50", Row{}, {.days = 2, .every = 30, .reporters = 1, .messages = 1});
  SUBCASE("confirmed") {
    scenario.host("198.51.100.50", "scanner.office.d.example");
    CHECK(class_of(scenario, "198.51.100.50") == "unlisted_legitimate by own_host");
  }
  SUBCASE("anybody can write a PTR record") {
    scenario.host("198.51.100.50", "scanner.office.d.example", false);
    CHECK(class_of(scenario, "198.51.100.50") == "suspected_spoof by no_evidence");
  }
  SUBCASE("a name the domain gives its customers' lines") {
    scenario.host("198.51.100.50", "dsl-198-51-100-50.d.example");
    CHECK(class_of(scenario, "198.51.100.50") == "suspected_spoof by no_evidence");
  }
}

TEST_CASE("a host with a word of lines in its name is a line only if it is numbered") {
  Scenario scenario;
  scenario.listed_servers();
  scenario.mail("198.51.100.50", Row{}, {.days = 2})
      .host("198.51.100.50", "client-portal.d.example");
  CHECK(class_of(scenario, "198.51.100.50") == "unlisted_legitimate by own_host");
}

TEST_CASE(
    "an address that the domain's own A or MX record leads to is its own, whatever its name") {
  Scenario scenario;
  scenario.listed_servers();
  scenario.surroundings().own_hosts = {ip("198.51.100.55")};
  scenario.mail("198.51.100.55", Row{}, {.days = 1, .reporters = 1})
      .host("198.51.100.55", "srv7.hosting.example");
  scenario.mail("198.51.100.56", Row{}, {.days = 1, .reporters = 1})
      .host("198.51.100.56", "srv8.hosting.example");
  CHECK(class_of(scenario, "198.51.100.55") == "unlisted_legitimate by own_address");
  CHECK(class_of(scenario, "198.51.100.56") == "suspected_spoof by no_evidence");
}

TEST_CASE("an address that the record names in vain is its own, and not to be added") {
  Scenario scenario;
  scenario.surroundings().own_terms = {*IpNetwork::of(ip("198.51.100.1"), 32),
                                       *IpNetwork::of(ip("203.0.113.0"), 28)};
  for (const auto* address : {"198.51.100.1", "203.0.113.5"}) {
    scenario.mail(address, Row{}, {.days = 14}).live(address, spf::Result::permerror, {});
    CAPTURE(address);
    CHECK(scenario.source(address).advice.find("the record names it already") == 0);
  }
  CHECK(class_of(scenario, "198.51.100.1") == "unlisted_legitimate by own_term");
  CHECK(class_of(scenario, "203.0.113.5") == "unlisted_legitimate by own_network");
}

TEST_CASE("a nameless address beside an own host or own term is of the own network") {
  Scenario scenario;
  scenario.surroundings().own_terms = {*IpNetwork::of(ip("198.51.100.1"), 32)};
  scenario.surroundings().own_hosts = {ip("203.0.113.1")};
  for (const auto* address : {"198.51.100.200", "203.0.113.200"}) {
    scenario.mail(address, Row{}, {.days = 14});
    CAPTURE(address);
    CHECK(class_of(scenario, address) == "unlisted_legitimate by own_network");
    CHECK(scenario.source(address).advice.find("add it to the record") == 0);
  }
}

TEST_CASE("customers of one hosting company are not a service") {
  Scenario scenario;
  scenario.listed_servers().host("192.0.2.1", "vps-17.hosting.example");
  scenario.mail("198.51.100.9", Row{}.dkim("d.example", "main"), {.days = 9, .reporters = 2})
      .host("198.51.100.9", "vps-99.hosting.example");
  CHECK(class_of(scenario, "198.51.100.9") == "forwarder by listed_key");
}

TEST_CASE("what passed when it was reported and is not listed now has dropped out") {
  Scenario scenario;
  scenario.listed_servers();
  scenario.mail("198.51.100.60", Row{}.spf("d.example", SpfResult::pass),
                {.days = 30, .first_day = 60, .reporters = 3});
  CHECK(class_of(scenario, "198.51.100.60") == "unlisted_legitimate by dropped");
}

TEST_CASE("what passed while it sent and is gone is history, not a missing sender") {
  Scenario scenario;
  scenario.listed_servers();
  scenario.mail("198.51.100.60", Row{}.spf("d.example", SpfResult::pass).dkim("d.example", "old"),
                {.days = 30, .reporters = 3});
  CHECK(class_of(scenario, "198.51.100.60") == "unaffected by retired");
  CHECK(scenario.source("198.51.100.60").newly_failed == 0);
}

TEST_CASE("an address whose place a listed one with its key took is history at once") {
  Scenario scenario;
  const Row signed_pass = Row{}.spf("d.example", SpfResult::pass).dkim("d.example", "office");
  scenario.mail("203.0.113.80", signed_pass, {.days = 4, .first_day = 80, .reporters = 3});
  SUBCASE("that began when it ended") {
    scenario.mail("203.0.113.81", signed_pass, {.days = 6, .first_day = 84, .reporters = 3});
    scenario.live("203.0.113.81", spf::Result::pass, {"a:office.d.example"});
    CHECK(class_of(scenario, "203.0.113.80") == "unaffected by retired");
  }
  SUBCASE("that began when another ended, which began when it ended") {
    scenario.mail("203.0.113.78", signed_pass, {.days = 6, .first_day = 71, .reporters = 3});
    scenario.mail("203.0.113.79", signed_pass, {.days = 7, .first_day = 77, .reporters = 3});
    CHECK(class_of(scenario, "203.0.113.78") == "unlisted_legitimate by unlisted_key");
    scenario.mail("203.0.113.81", signed_pass, {.days = 6, .first_day = 84, .reporters = 3});
    scenario.live("203.0.113.81", spf::Result::pass, {"a:office.d.example"});
    CHECK(class_of(scenario, "203.0.113.78") == "unaffected by retired");
  }
  SUBCASE("that was there all the time") {
    scenario.mail("203.0.113.81", signed_pass, {.days = 90, .reporters = 3});
    scenario.live("203.0.113.81", spf::Result::pass, {"a:office.d.example"});
    CHECK(class_of(scenario, "203.0.113.80") == "unlisted_legitimate by dropped");
  }
}

TEST_CASE("a successor begins within a week of the end, before it or after") {
  const auto class_beside = [](unsigned successors_first_day) {
    Scenario scenario;
    const Row row = Row{}.spf("d.example", SpfResult::pass).dkim("d.example", "office");
    scenario.mail("203.0.113.80", row, {.days = 4, .first_day = 40})
        .mail("203.0.113.81", row, {.days = 10, .first_day = successors_first_day})
        .live("203.0.113.81", spf::Result::pass, {"a:office.d.example"});
    return class_of(scenario, "203.0.113.80");
  };
  CHECK(class_beside(35) == "unlisted_legitimate by dropped");
  CHECK(class_beside(36) == "unaffected by retired");
  CHECK(class_beside(50) == "unaffected by retired");
  CHECK(class_beside(51) == "unlisted_legitimate by dropped");
}

TEST_CASE("addresses that carry a key for one operator are judged together") {
  Scenario scenario;
  scenario.listed_servers();
  const auto pool_of = [&](std::uint64_t messages) {
    for (unsigned i = 0; i < 20; ++i) {
      const std::string address = "198.51." + std::to_string(i) + ".8";
      scenario.mail(address, Row{}.dkim("d.example", "main"),
                    {.days = 40, .first_day = i, .messages = messages});
      scenario.host(address, "smtp" + std::to_string(i) + ".relay.example");
    }
  };
  SUBCASE("nobody passes on more than was sent") {
    pool_of(2);
    CHECK(class_of(scenario, "198.51.3.8") == "unlisted_legitimate by shared_key");
  }
  SUBCASE("with less, its operator may be a forwarder") {
    pool_of(1);
    CHECK(class_of(scenario, "198.51.3.8") == "unknown by shared_key_or_forwarder");
  }
}

TEST_CASE("a replay is over in days: the key still lives where it is used day after day") {
  Scenario scenario;
  Row listed;
  listed.spf("d.example", SpfResult::pass).dkim("d.example", "main");
  SUBCASE("on five days") {
    scenario.mail("192.0.2.1", listed, {.days = 5, .reporters = 1, .messages = 1})
        .live("192.0.2.1", spf::Result::pass, {"ip4:192.0.2.0/28"});
    scenario.mail("203.0.113.50", Row{}.dkim("d.example", "main"), {.days = 2, .messages = 90});
    CHECK(class_of(scenario, "203.0.113.50").find("unlisted_key") == std::string::npos);
  }
  SUBCASE("on four days, a relayed message may be all there is") {
    scenario.mail("192.0.2.1", listed, {.days = 4, .reporters = 1, .messages = 1})
        .live("192.0.2.1", spf::Result::pass, {"ip4:192.0.2.0/28"});
    scenario.mail("203.0.113.50", Row{}.dkim("d.example", "main"), {.days = 2, .messages = 90});
    CHECK(class_of(scenario, "203.0.113.50") == "unlisted_legitimate by unlisted_key");
  }
}

TEST_CASE("an application in the cloud is told by its pool, a botnet in many networks is not") {
  Scenario scenario;
  scenario.listed_servers();
  const auto line = [&](int network, int n, unsigned first_day, unsigned days) {
    const std::string address = "203." + std::to_string(network) + "." + std::to_string(n) + ".9";
    scenario.mail(address, Row{}, {.days = days, .first_day = first_day, .messages = 3});
    scenario.host(address, "ip-203-" + std::to_string(network) + "-" + std::to_string(n) +
                               "-9.net" + std::to_string(network) + ".example");
    return address;
  };
  // Often two at a time: a single line whose address changes would be another thing.
  const auto first_day = [](int n) { return static_cast<unsigned>(37 * n % 78); };
  std::string last;
  for (int n = 0; n < 40; ++n) last = line(1, n, first_day(n), 2);
  SUBCASE("alone") { CHECK(class_of(scenario, last) == "unknown by operator_pool"); }
  SUBCASE("as one of several networks with as many") {
    for (int network = 2; network < 5; ++network) {
      for (int n = 0; n < 40; ++n) line(network, n, first_day(n), 2);
    }
    CHECK(class_of(scenario, last) == "suspected_spoof by no_evidence");
  }
}

TEST_CASE("a week counts for a pool from a fifth of the busiest one's work on") {
  Scenario scenario;
  scenario.listed_servers();
  unsigned hosts = 0;
  const auto at_work = [&](unsigned monday, unsigned days) {
    const std::string number = std::to_string(++hosts);
    const std::string address = "198.51." + number + ".9";
    scenario.mail(address, Row{}, {.days = days, .first_day = monday, .messages = 1});
    scenario.host(address, "app" + number + ".cloud.example");
  };
  // The second day of the window is a Monday.
  for (unsigned week = 0; week < 5; ++week) at_work(7 * week + 1, 4);
  for (int i = 0; i < 4; ++i) at_work(1, 4);
  SUBCASE("4 of 20") { CHECK(class_of(scenario, "198.51.1.9") == "unknown by operator_pool"); }
  SUBCASE("4 of 21") {
    at_work(1, 1);
    CHECK(class_of(scenario, "198.51.1.9") == "suspected_spoof by no_evidence");
  }
}

TEST_CASE("of the lines of a network those that come back are held against each other") {
  Scenario scenario;
  scenario.listed_servers();
  const auto line = [&](unsigned n, const Shape& shape) {
    const std::string address = "203.0." + std::to_string(n) + ".9";
    scenario.mail(address, Row{}, shape);
    scenario.host(address, "203-0-" + std::to_string(n) + "-9.lines.example");
  };
  for (unsigned n = 1; n <= 3; ++n)
    line(n, {.days = 3, .first_day = 10, .every = 30, .reporters = 1, .messages = 1});
  for (unsigned n = 4; n <= 9; ++n)
    line(n, {.days = 2, .first_day = 7 * n, .reporters = 1, .messages = 1});
  SUBCASE("all on the same days") {
    CHECK(class_of(scenario, "203.0.1.9") == "unknown by comes_together");
    CHECK(class_of(scenario, "203.0.4.9") == "suspected_spoof by no_evidence");
  }
  SUBCASE("among others on days of their own") {
    for (unsigned n = 10; n <= 12; ++n)
      line(n, {.days = 3, .first_day = 3 * n, .every = 17, .reporters = 1, .messages = 1});
    CHECK(class_of(scenario, "203.0.1.9") == "suspected_spoof by no_evidence");
  }
}

TEST_CASE("a listed key that moves along the lines of a network is asked about") {
  Scenario scenario;
  scenario.listed_servers();
  const auto line = [&](unsigned n, const Shape& shape) {
    const std::string address = "203.0." + std::to_string(n) + ".9";
    scenario.mail(address, Row{}.dkim("d.example", "main"), shape);
    scenario.host(address, "203-0-" + std::to_string(n) + "-9.lines.example");
  };
  for (unsigned n = 0; n < 15; ++n)
    line(n, {.days = 3, .first_day = 6 * n, .reporters = 2, .messages = 1});
  SUBCASE("one address after the other") {
    CHECK(class_of(scenario, "203.0.1.9") == "unknown by shared_key_or_forwarder");
  }
  SUBCASE("beside lines that stay") {
    for (unsigned n = 20; n < 22; ++n)
      line(n, {.days = 2, .first_day = 6, .every = 60, .reporters = 2, .messages = 1});
    CHECK(class_of(scenario, "203.0.1.9") == "forwarder by listed_key");
  }
}

TEST_CASE("many nameless lines that stay and keep to working days are branches") {
  Scenario scenario;
  scenario.listed_servers();
  // The second day of the window is a Monday. Thirteen networks, more than a domain's few machines.
  const auto branch = [&](int n, unsigned first_day) {
    const std::string address = "203.0." + std::to_string(n) + ".9";
    scenario.mail(address, Row{},
                  {.days = 10, .first_day = first_day, .every = 8, .reporters = 5, .messages = 1});
    return address;
  };
  SUBCASE("all of them") {
    for (int n = 0; n < 13; ++n) {
      const std::string address = "203.0." + std::to_string(n) + ".9";
      for (unsigned week = 0; week < 12; ++week)
        scenario.mail(address, Row{},
                      {.days = 1,
                       .first_day = 7 * week + 1 + (week + static_cast<unsigned>(n)) % 5,
                       .reporters = 5,
                       .messages = 1});
    }
    CHECK(class_of(scenario, "203.0.1.9") == "unknown by lasting");
  }
  SUBCASE("some at weekends") {
    for (int n = 0; n < 13; ++n) branch(n, static_cast<unsigned>(n) % 5 + 1);
    CHECK(class_of(scenario, "203.0.1.9") == "suspected_spoof by no_evidence");
  }
}

TEST_CASE("a foreign domain that signs half of a source's mail vouches for it") {
  Scenario scenario;
  scenario.listed_servers();
  scenario.mail("198.51.100.80", Row{}.dkim("tenant.example", "t"), {.days = 6, .messages = 1});
  scenario.mail("198.51.100.80", Row{}, {.days = 6, .messages = 1});
  SUBCASE("half") { CHECK(class_of(scenario, "198.51.100.80") == "unknown by signing_service"); }
  SUBCASE("less") {
    scenario.mail("198.51.100.80", Row{}, {.days = 1, .reporters = 1, .messages = 1});
    CHECK(class_of(scenario, "198.51.100.80") == "suspected_spoof by no_evidence");
  }
}

TEST_CASE("a forwarder that breaks signatures is told by who vouches for it") {
  Scenario scenario;
  scenario.listed_servers();
  Row broken;
  broken.dkim("d.example", "main", DkimResult::fail);
  scenario.mail("198.51.100.70", broken, {.days = 5, .reporters = 2});
  SUBCASE("nobody: signatures can be copied") {
    CHECK(class_of(scenario, "198.51.100.70") == "suspected_spoof by no_evidence");
  }
  SUBCASE("a second signature does not, where everybody sees it") {
    scenario.mail("198.51.100.70", Row{broken}.dkim("spam.example", "x"),
                  {.days = 5, .reporters = 9});
    CHECK(class_of(scenario, "198.51.100.70") == "suspected_spoof by no_evidence");
  }
  SUBCASE("a list signs under its own host's domain, and everybody sees it") {
    scenario.host("198.51.100.70", "lists.community.example");
    scenario.mail("198.51.100.70", Row{broken}.dkim("community.example", "l1"), {.days = 9});
    CHECK(class_of(scenario, "198.51.100.70") == "forwarder by broken_signature");
  }
  SUBCASE("a second signature of its own") {
    scenario.mail("198.51.100.70", Row{broken}.dkim("list.example", "l"),
                  {.days = 1, .reporters = 1});
    CHECK(class_of(scenario, "198.51.100.70") == "forwarder by broken_signature");
  }
  SUBCASE("a receiver's override") {
    scenario.mail("198.51.100.70", Row{broken}.reason(OverrideType::local_policy, "ARC=pass"),
                  {.days = 1, .reporters = 1});
    CHECK(class_of(scenario, "198.51.100.70") == "forwarder by broken_signature");
  }
}

TEST_CASE("an unsigned source is unknown only where its days have a rhythm") {
  Scenario scenario;
  scenario.listed_servers().host("198.51.100.80", "app.saas.example");
  SUBCASE("steady over weeks") {
    scenario.mail("198.51.100.80", Row{}, {.days = 30, .every = 2, .reporters = 2});
    CHECK(class_of(scenario, "198.51.100.80") == "unknown by steady");
  }
  SUBCASE("a burst") {
    scenario.mail("198.51.100.80", Row{}, {.days = 5, .reporters = 10, .messages = 500});
    CHECK(class_of(scenario, "198.51.100.80") == "suspected_spoof by no_evidence");
  }
}

TEST_CASE("a rhythm of machines is told without a name") {
  Scenario scenario;
  scenario.listed_servers().host("198.51.100.80", "198-51-100-80.static.isp.example");
  SUBCASE("the same day every week") {
    scenario.mail("198.51.100.80", Row{}, {.days = 8, .every = 7, .reporters = 1});
    CHECK(class_of(scenario, "198.51.100.80") == "unknown by steady");
  }
  SUBCASE("nearly every day") {
    scenario.mail("198.51.100.80", Row{}, {.days = 60, .reporters = 1});
    CHECK(class_of(scenario, "198.51.100.80") == "unknown by steady");
  }
  SUBCASE("now and then, a line") {
    scenario.mail("198.51.100.80", Row{}, {.days = 16, .every = 5, .reporters = 4, .messages = 1});
    CHECK(class_of(scenario, "198.51.100.80") == "suspected_spoof by no_evidence");
  }
  SUBCASE("many of as many networks with one rhythm are a botnet") {
    for (int i = 0; i < 20; ++i) {
      scenario.mail("203.0." + std::to_string(i) + ".9", Row{},
                    {.days = 8, .every = 7, .reporters = 1});
    }
    CHECK(class_of(scenario, "203.0.7.9") == "suspected_spoof by no_evidence");
  }
  SUBCASE("many that stay for the whole time are branches, beside which others are still told") {
    scenario.mail("198.51.100.80", Row{}, {.days = 8, .every = 7, .reporters = 1});
    for (int i = 0; i < 20; ++i) {
      scenario.mail("203.0." + std::to_string(i) + ".9", Row{},
                    {.days = 13, .every = 7, .reporters = 1});
    }
    CHECK(class_of(scenario, "198.51.100.80") == "suspected_spoof by no_evidence");
    for (int i = 0; i < 20; ++i) {
      scenario.mail("203.0." + std::to_string(i) + ".9", Row{},
                    {.days = 30, .every = 3, .reporters = 4});
    }
    CHECK(class_of(scenario, "198.51.100.80") == "unknown by steady");
  }
  SUBCASE("of a pool of addresses, taken together") {
    for (unsigned i = 0; i < 10; ++i) {
      scenario.mail("203.0.113." + std::to_string(i + 1), Row{},
                    {.days = 6, .first_day = i, .every = 10, .reporters = 1});
    }
    CHECK(class_of(scenario, "203.0.113.4") == "unknown by steady_network");
  }
}

TEST_CASE("addresses of one network are one sender's where each comes back over four weeks") {
  const auto class_in_pool = [](unsigned days_apart) {
    Scenario scenario;
    scenario.listed_servers();
    for (unsigned i = 0; i < 10; ++i) {
      scenario.mail("203.0.113." + std::to_string(i + 1), Row{},
                    {.days = 2, .first_day = i, .every = days_apart, .reporters = 1});
    }
    return class_of(scenario, "203.0.113.4");
  };
  CHECK(class_in_pool(27) == "unknown by steady_network");
  CHECK(class_in_pool(26) == "suspected_spoof by no_evidence");
}

TEST_CASE("an occasion is a day of five messages or more, a week after the one before") {
  Scenario scenario;
  scenario.listed_servers().host("198.51.100.80", "fair.agency.example");
  const auto mail_on = [&](unsigned first_day, unsigned days, unsigned every, unsigned messages) {
    scenario.mail("198.51.100.80", Row{},
                  {.days = days,
                   .first_day = first_day,
                   .every = every,
                   .reporters = messages,
                   .messages = 1});
  };
  SUBCASE("five messages a day") {
    mail_on(0, 2, 30, 5);
    CHECK(class_of(scenario, "198.51.100.80") == "unknown by comes_back");
  }
  SUBCASE("four messages a day") {
    mail_on(0, 2, 30, 4);
    CHECK(class_of(scenario, "198.51.100.80") == "suspected_spoof by no_evidence");
  }
  SUBCASE("each six days after the one before") {
    mail_on(0, 6, 6, 10);
    CHECK(class_of(scenario, "198.51.100.80") == "suspected_spoof by no_evidence");
  }
  SUBCASE("one of them seven days after") {
    mail_on(0, 5, 6, 10);
    mail_on(31, 1, 1, 10);
    CHECK(class_of(scenario, "198.51.100.80") == "unknown by comes_back");
  }
}

TEST_CASE("who comes back among many that do is a bot, unless those write to a few partners") {
  Scenario scenario;
  scenario.listed_servers().mail("198.51.100.80", Row{}, {.days = 3, .every = 29, .messages = 2});
  const auto crowd = [&](unsigned reporters) {
    for (int i = 0; i < 20; ++i) {
      scenario.mail("203.0." + std::to_string(i) + ".9", Row{},
                    {.days = 4, .every = 13, .reporters = reporters, .messages = 3});
    }
  };
  SUBCASE("to a few partners") {
    crowd(3);
    CHECK(class_of(scenario, "198.51.100.80") == "unknown by comes_back");
  }
  SUBCASE("to more") {
    crowd(4);
    CHECK(class_of(scenario, "198.51.100.80") == "suspected_spoof by no_evidence");
  }
}

TEST_CASE("where nobody sends, what was forwarded was forged") {
  Scenario scenario;
  scenario.mail("198.51.100.70", Row{}.reason(OverrideType::forwarded), {.days = 3});
  SUBCASE("one row alone tells nothing of the domain") {
    CHECK(class_of(scenario, "198.51.100.70") == "forwarder by forwarding_reason");
  }
  SUBCASE("among forgeries") {
    for (int i = 0; i < 12; ++i) {
      scenario.mail("203.0." + std::to_string(i) + ".9", Row{}, {.days = 2});
    }
    CHECK(class_of(scenario, "198.51.100.70") == "suspected_spoof by no_evidence");
  }
}

TEST_CASE("a receiver that tells only the HELO check leaves the envelope governed") {
  Scenario scenario;
  report::Authentication row = Row{}.dkim("d.example", "crm").authentication();
  row.spf = {{name("out1.crm.example"), report::SpfScope::helo, SpfResult::pass}};
  row.envelope_from = name("d.example");
  scenario.mail("198.51.100.40", row, {.days = 2});
  CHECK(class_of(scenario, "198.51.100.40") == "unlisted_legitimate by unlisted_key");
}

TEST_CASE("a row that names no SPF domain fares as the other rows of its address") {
  Scenario scenario;
  scenario.mail("198.51.100.90", Row{}.no_spf(), {.days = 2});
  SUBCASE("with none, the author's domain counts") {
    CHECK(scenario.source("198.51.100.90").governed_messages == 100);
  }
  SUBCASE("a service with an envelope domain of its own") {
    scenario.mail("198.51.100.90", Row{}.spf("esp.example", SpfResult::pass), {.days = 3});
    CHECK(class_of(scenario, "198.51.100.90") == "unaffected by not_governed");
  }
  SUBCASE("forwarded mail of a service with an envelope domain of its own, by its key") {
    scenario.mail("198.51.100.91",
                  Row{}.spf("esp.example", SpfResult::pass).dkim("d.example", "esp"), {.days = 3});
    scenario.mail("198.51.100.92", Row{}.no_spf().dkim("d.example", "esp"), {.days = 2});
    CHECK(class_of(scenario, "198.51.100.92") == "unaffected by not_governed");
  }
  SUBCASE("a governed source") {
    scenario.mail("198.51.100.90", Row{}, {.days = 3});
    CHECK(scenario.source("198.51.100.90").governed_messages == 250);
  }
  SUBCASE("a source of which half is governed") {
    scenario.mail("198.51.100.90", Row{}, {.days = 1});
    scenario.mail("198.51.100.90", Row{}.spf("esp.example", SpfResult::pass), {.days = 1});
    CHECK(scenario.source("198.51.100.90").governed_messages == 150);
  }
  SUBCASE("a source of which less than half is governed") {
    scenario.mail("198.51.100.90", Row{}, {.days = 1});
    scenario.mail("198.51.100.90", Row{}.spf("esp.example", SpfResult::pass),
                  {.days = 1, .messages = 6});
    CHECK(scenario.source("198.51.100.90").governed_messages == 50);
  }
}

TEST_CASE("the `all` of a redirect's target is the domain's own") {
  Scenario scenario;
  scenario.listed_servers();
  scenario.mail("198.51.100.40", Row{}.dkim("d.example", "crm"), {.days = 2});
  scenario.live("198.51.100.40", spf::Result::softfail, {"redirect=_spf.d.example", "~all"});
  CHECK(class_of(scenario, "198.51.100.40") == "unlisted_legitimate by unlisted_key");
  CHECK(scenario.source("198.51.100.40").newly_failed == 100);
}

TEST_CASE("an operator's mark outranks all evidence, which stays to be read") {
  Scenario scenario;
  scenario.listed_servers();
  scenario.mail("198.51.100.40", Row{}.dkim("d.example", "crm"));
  scenario.surroundings().marks = {
      {*HostPattern::parse("198.51.100.40"), SourceClass::suspected_spoof, "stolen key"}};
  const Source source = scenario.source("198.51.100.40");
  CHECK(source.source_class == SourceClass::suspected_spoof);
  CHECK(source.signals[0].code == "mark");
  CHECK(source.signals[1].code == "unlisted_key");
}

TEST_CASE("a source is as sure as the rule that decided, and names its failure mode") {
  struct Expected {
    std::optional<SourceClass> mark;
    Confidence confidence;
    const char* may_mislead;
  };
  for (const auto& expected : {
           Expected{std::nullopt, Confidence::likely,
                    "an unsigned service, seen on a few days only"},
           Expected{SourceClass::forwarder, Confidence::certain, "a mark that is out of date"},
           Expected{SourceClass::unknown, Confidence::ask, "a mark that is out of date"},
       }) {
    CAPTURE(expected.may_mislead);
    Scenario scenario;
    scenario.listed_servers();
    scenario.mail("198.51.100.40", Row{}, {.days = 1});
    if (expected.mark) {
      scenario.surroundings().marks = {{*HostPattern::parse("198.51.100.40"), *expected.mark, ""}};
    }
    const Source source = scenario.source("198.51.100.40");
    CHECK(name_of(source.confidence) == name_of(expected.confidence));
    CHECK(source.may_mislead == expected.may_mislead);
  }
}

TEST_CASE("a mark of listed cannot make the record list: the source is a missing sender") {
  Scenario scenario;
  scenario.mail("198.51.100.41", Row{}, {.days = 1});
  scenario.surroundings().marks = {{*HostPattern::parse("198.51.100.41"), SourceClass::listed, ""}};
  CHECK(class_of(scenario, "198.51.100.41") == "unlisted_legitimate by mark_unlisted");
}

TEST_CASE("sources add up to all messages, most first") {
  Scenario scenario;
  scenario.listed_servers();
  scenario.mail("203.0.113.9", Row{}, {.days = 1});
  std::uint64_t sum = 0;
  for (const auto& source : scenario.sources()) sum += source.messages;
  CHECK(sum == 2 * 90 * 10 * 5 + 50);
  CHECK(scenario.sources().back().address == ip("203.0.113.9"));
}

TEST_CASE("that a source has no host name is said only where it was looked up") {
  Scenario scenario;
  scenario.mail("198.51.100.42", Row{});
  const auto says_no_host = [&] {
    const Source source = scenario.source("198.51.100.42");
    return std::ranges::find(source.signals, "no_host", &Signal::code) != source.signals.end();
  };
  CHECK_FALSE(says_no_host());
  scenario.surroundings().hosts.emplace(ip("198.51.100.42"), std::nullopt);
  CHECK(says_no_host());
}

TEST_CASE("a message with a key that its sender hardly uses any more was passed on") {
  Scenario scenario;
  scenario.listed_servers();
  SUBCASE("after a change of keys") {
    scenario.mail("198.51.100.50", Row{}.dkim("d.example", "crm2"), {.days = 40});
  }
  SUBCASE("with reporters that name no selector") {
    scenario.mail("198.51.100.50", Row{}.dkim("d.example", ""), {.days = 40});
  }
  scenario.mail("198.51.100.50", Row{}.dkim("d.example", "crm"),
                {.days = 3, .reporters = 1, .messages = 2});
  scenario.mail("203.0.113.50", Row{}.dkim("d.example", "crm"),
                {.days = 1, .reporters = 1, .messages = 1});
  CHECK(class_of(scenario, "198.51.100.50") == "unlisted_legitimate by unlisted_key");
  CHECK(class_of(scenario, "203.0.113.50") == "forwarder by passes_on_unlisted");
}

TEST_CASE("a key lives on listed servers that signed a twentieth of what others carried") {
  Scenario scenario;
  Row listed;
  listed.spf("d.example", SpfResult::pass).dkim("d.example", "desk");
  scenario.mail("192.0.2.3", listed, {.days = 1, .reporters = 1, .messages = 5})
      .live("192.0.2.3", spf::Result::pass, {"ip4:192.0.2.0/28"});
  SUBCASE("a twentieth") {
    scenario.mail("198.51.100.40", Row{}.dkim("d.example", "desk"),
                  {.days = 10, .reporters = 10, .messages = 1});
    CHECK(class_of(scenario, "198.51.100.40").find("unlisted_key") == std::string::npos);
  }
  SUBCASE("less") {
    scenario.mail("198.51.100.40", Row{}.dkim("d.example", "desk"),
                  {.days = 10, .reporters = 10, .messages = 1});
    scenario.mail("198.51.100.40", Row{}.dkim("d.example", "desk"),
                  {.days = 1, .reporters = 1, .messages = 1});
    CHECK(class_of(scenario, "198.51.100.40") == "unlisted_legitimate by unlisted_key");
  }
}

TEST_CASE("next to the main source of a key, a tenth of its mail makes another sender") {
  Scenario scenario;
  scenario.listed_servers();
  const Row crm = Row{}.dkim("d.example", "crm");
  scenario.mail("198.51.100.40", crm, {.days = 10, .reporters = 10, .messages = 1});
  SUBCASE("a tenth") {
    scenario.mail("203.0.113.7", crm, {.days = 1, .reporters = 1, .messages = 10});
    CHECK(class_of(scenario, "203.0.113.7") == "unlisted_legitimate by unlisted_key");
  }
  SUBCASE("less") {
    scenario.mail("198.51.100.40", crm, {.days = 9, .reporters = 1, .messages = 1});
    scenario.mail("203.0.113.7", crm, {.days = 1, .reporters = 1, .messages = 10});
    CHECK(class_of(scenario, "203.0.113.7") == "forwarder by passes_on_unlisted");
  }
}

TEST_CASE("fewer than five messages are no large share of a key's mail by themselves") {
  Scenario scenario;
  scenario.listed_servers();
  const Row old_key = Row{}.dkim("d.example", "crm");
  scenario.mail("198.51.100.50", Row{}.dkim("d.example", "crm2"), {.days = 40});
  scenario.mail("198.51.100.50", old_key, {.days = 1, .reporters = 1, .messages = 5});
  scenario.mail("198.51.100.50", old_key,
                {.days = 1, .first_day = 1, .reporters = 2, .messages = 1});
  SUBCASE("four") {
    scenario.mail("203.0.113.50", old_key, {.days = 1, .reporters = 1, .messages = 4});
    CHECK(class_of(scenario, "203.0.113.50") == "forwarder by passes_on_unlisted");
  }
  SUBCASE("five") {
    scenario.mail("203.0.113.50", old_key, {.days = 1, .reporters = 1, .messages = 5});
    CHECK(class_of(scenario, "203.0.113.50") == "unlisted_legitimate by unlisted_key");
  }
}

TEST_CASE("one message with the key of another listed server may have been relayed, two are its") {
  Scenario scenario;
  scenario.listed_servers();
  Row service;
  service.spf("d.example", SpfResult::pass).dkim("d.example", "desk");
  scenario.mail("192.0.2.9", service, {.days = 90})
      .live("192.0.2.9", spf::Result::pass, {"ip4:192.0.2.0/28"});
  scenario.mail("198.51.100.8", Row{}.dkim("d.example", "main"), {.days = 80, .reporters = 7});
  SUBCASE("one") {
    scenario.mail("198.51.100.8", Row{}.dkim("d.example", "desk"),
                  {.days = 1, .reporters = 1, .messages = 1});
    CHECK(class_of(scenario, "198.51.100.8") == "unlisted_legitimate by shared_key");
  }
  SUBCASE("two") {
    scenario.mail("198.51.100.8", Row{}.dkim("d.example", "desk"),
                  {.days = 1, .reporters = 1, .messages = 2});
    CHECK(class_of(scenario, "198.51.100.8") == "forwarder by listed_key_relay");
  }
}
