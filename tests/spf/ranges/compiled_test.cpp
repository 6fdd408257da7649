#include "hardfail/spf/compiled.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "capture.hpp"
#include "dice.hpp"
#include "hardfail/net/ip_network.hpp"

using namespace hardfail;
using namespace hardfail::spf;
using hardfail::test::Dice;

namespace {

CompiledRecord compiled(std::string_view domain, dns::Resolver& resolver) {
  return CompiledRecord::of(DomainName::parse(domain).value(), resolver);
}

const Outcome* found(const CompiledRecord& record, std::string_view client) {
  return record.find(IpAddress::parse(client).value());
}

/// Both sides of every edge that a network around an address of the dice can have.
std::vector<IpAddress> addresses_at_edges() {
  std::set<IpAddress> edges;
  for (const char* prefix : {"192.0.2.", "2001:db8::"}) {
    for (int host = 0; host < 10; ++host) {
      const auto address = IpAddress::parse(prefix + std::to_string(host)).value();
      for (unsigned bits = 0; bits <= address.width(); ++bits) {
        const auto network = IpNetwork::of(address, bits).value();
        edges.insert(network.address());
        const auto next = network.next_address();
        if (!next) continue;
        edges.insert(*next);
        // The last of the network: the one below `next`.
        std::vector<std::uint8_t> octets(next->octets().begin(), next->octets().end());
        for (auto octet = octets.rbegin(); (*octet)-- == 0;) ++octet;
        edges.insert(IpAddress::from_octets(octets).value());
      }
    }
  }
  return {edges.begin(), edges.end()};
}

/// Holds the compiled form against the walk; gives how many of `probes` it answered.
std::size_t compare(const DomainName& domain, MemoryResolver& dns,
                    std::span<const IpAddress> probes) {
  std::size_t answered = 0;
  const auto record = CompiledRecord::of(domain, dns);
  for (const auto& client : probes) {
    const auto* outcome = record.find(client);
    if (outcome == nullptr) continue;
    ++answered;
    CAPTURE(client.to_string());
    const auto walked = check_host({client, domain, std::nullopt, std::nullopt}, dns);
    CHECK(outcome->result == walked.result);
    CHECK(outcome->mechanism == walked.mechanism);
    CHECK(outcome->path == walked.path);
    CHECK(outcome->problem == walked.problem);
    CHECK(outcome->undecided == walked.undecided);
    CHECK(outcome->lookups == walked.lookups);
    CHECK(outcome->void_lookups == walked.void_lookups);
  }
  return answered;
}

/// `count` of the addresses.
std::vector<IpAddress> draw(Dice& dice, std::span<const IpAddress> addresses, std::size_t count) {
  std::vector<IpAddress> drawn;
  for (; count > 0; --count) drawn.push_back(addresses[dice.below(addresses.size())]);
  return drawn;
}

}  // namespace

TEST_CASE("ranges begin and end where the networks of the terms do") {
  MemoryResolver dns;
  dns.txt("example.com", "v=spf1 ip4:192.0.2.8/29 include:inc.example.net a/31 ~all");
  dns.txt("inc.example.net", "v=spf1 -ip4:192.0.2.33 ip4:192.0.2.32/30 ip6:2001:db8::/32 -all");
  dns.address("example.com", "192.0.2.200");
  const auto record = compiled("example.com", dns);
  struct Row {
    const char* client;
    Result result;
    std::vector<std::string> path;
    unsigned lookups;
  };
  const std::vector<std::string> included = {"include:inc.example.net", "ip4:192.0.2.32/30"};
  for (const auto& [client, result, path, lookups] : {
           Row{"0.0.0.0", Result::softfail, {"~all"}, 2},
           Row{"192.0.2.7", Result::softfail, {"~all"}, 2},
           Row{"192.0.2.8", Result::pass, {"ip4:192.0.2.8/29"}, 0},
           Row{"192.0.2.15", Result::pass, {"ip4:192.0.2.8/29"}, 0},
           Row{"192.0.2.16", Result::softfail, {"~all"}, 2},
           Row{"192.0.2.32", Result::pass, included, 1},
           Row{"192.0.2.33", Result::softfail, {"~all"}, 2},
           Row{"192.0.2.35", Result::pass, included, 1},
           Row{"192.0.2.201", Result::pass, {"a/31"}, 2},
           Row{"192.0.2.202", Result::softfail, {"~all"}, 2},
           Row{"255.255.255.255", Result::softfail, {"~all"}, 2},
           Row{"::", Result::softfail, {"~all"}, 2},
           Row{"2001:db8::1", Result::pass, {"include:inc.example.net", "ip6:2001:db8::/32"}, 1},
           Row{"2001:db9::", Result::softfail, {"~all"}, 2},
       }) {
    CAPTURE_BOUND(client);
    const auto* outcome = found(record, client);
    REQUIRE(outcome != nullptr);
    CHECK(outcome->result == result);
    CHECK(outcome->path == path);
    CHECK(outcome->mechanism == path.front());
    CHECK(outcome->lookups == lookups);
  }
  CHECK(record.size() == 9 + 3);
}

TEST_CASE("only what reaches a term that needs the client or its message is left to the walk") {
  for (const char* term : {"ptr", "exists:%{i}.example.net", "include:%{l}.example.net",
                           "a:%{p}.example.net", "redirect=%{h}.example.net"}) {
    CAPTURE(term);
    MemoryResolver dns;
    dns.txt("example.com", fmt::format("v=spf1 ip4:192.0.2.0/24 -ip6:2001:db8::/32 {}", term));
    const auto record = compiled("example.com", dns);
    CHECK(found(record, "192.0.1.255") == nullptr);
    CHECK(found(record, "192.0.2.1")->result == Result::pass);
    CHECK(found(record, "192.0.3.0") == nullptr);
    CHECK(found(record, "2001:db8::1")->result == Result::fail);
    CHECK(found(record, "2001:db9::") == nullptr);
    CHECK(dns.rounds() <= 2);
  }
}

TEST_CASE("a limit or a DNS error ends the ranges of those who get that far") {
  MemoryResolver dns;
  dns.txt("example.com", "v=spf1 a ip4:192.0.2.0/25 a:x.example.com ip4:192.0.2.128/25 mx ~all");
  dns.address("example.com", "198.51.100.1");
  dns.fail("example.com", dns::RecordType::mx);
  CheckOptions options;
  options.max_void_lookups = 0;
  const auto strict = CompiledRecord::of(DomainName::parse("example.com").value(), dns, options);
  CHECK(found(strict, "198.51.100.1")->result == Result::pass);
  CHECK(found(strict, "192.0.2.127")->result == Result::pass);
  CHECK(found(strict, "192.0.2.128")->result == Result::permerror);
  CHECK(found(strict, "2001:db8::")->result == Result::permerror);
  const auto record = compiled("example.com", dns);
  CHECK(found(record, "192.0.2.128")->result == Result::pass);
  CHECK(found(record, "192.0.3.0")->result == Result::temperror);
  CHECK(found(record, "2001:db8::")->result == Result::temperror);
}

TEST_CASE("a domain without a record has one range a family") {
  MemoryResolver dns;
  const auto record = compiled("example.com", dns);
  CHECK(found(record, "192.0.2.1")->result == Result::none);
  CHECK(found(record, "2001:db8::1")->result == Result::none);
  CHECK(record.size() == 2);
}

TEST_CASE("the tree is asked for level by level") {
  MemoryResolver dns;
  dns.txt("example.com", "v=spf1 include:a.example.com include:b.example.com mx -all");
  dns.txt("a.example.com", "v=spf1 include:c.example.com a:h1.example.com -all");
  dns.txt("b.example.com", "v=spf1 a:h2.example.com a:h3.example.com -all");
  dns.txt("c.example.com", "v=spf1 ip4:192.0.2.0/24 -all");
  dns.mx("example.com", 10, "h4.example.com");
  const auto record = compiled("example.com", dns);
  CHECK(found(record, "192.0.2.1")->result == Result::pass);
  CHECK(dns.rounds() == 3);
}

TEST_CASE("clients that fare alike share an outcome, and those left open are walked to") {
  MemoryResolver dns;
  dns.txt("example.com", "v=spf1 ip4:192.0.2.0/24 exists:%{ir}.example.net ~all");
  dns.address("1.113.0.203.example.net", "127.0.0.2");
  dns::Cache cache(dns);
  std::vector<IpAddress> clients;
  for (const char* client : {"203.0.113.1", "192.0.2.1", "203.0.113.2", "192.0.2.77"}) {
    clients.push_back(IpAddress::parse(client).value());
  }
  const auto outcomes = check_clients(DomainName::parse("example.com").value(), clients, cache);
  REQUIRE(outcomes.size() == clients.size());
  CHECK(outcomes[0]->mechanism == "exists:%{ir}.example.net");
  CHECK(outcomes[1]->mechanism == "ip4:192.0.2.0/24");
  CHECK(outcomes[2]->mechanism == "~all");
  CHECK(outcomes[3] == outcomes[1]);
  CHECK(check_clients(DomainName::parse("example.com").value(), {}, cache).empty());
}

TEST_CASE("a record too large is left to the walk from where it got too much") {
  MemoryResolver dns;
  std::string text = "v=spf1";
  for (int i = 0; i < 4'000; ++i) text += fmt::format(" ip4:10.{}.{}.0/25", i / 256, i % 256);
  dns.txt("example.com", text + " -all");
  const auto record = compiled("example.com", dns);
  CHECK(found(record, "10.0.0.0")->result == Result::pass);
  CHECK(found(record, "10.0.0.128")->result == Result::fail);
  CHECK(found(record, "255.0.0.0") == nullptr);
  CHECK(found(record, "::") == nullptr);
}

TEST_CASE("whatever the records and the DNS, what is compiled is what check_host() says") {
  const auto edges = addresses_at_edges();
  for (const auto targets : {Dice::Targets::plain, Dice::Targets::with_macros}) {
    Dice dice(7208, targets);
    std::size_t answered = 0;
    std::size_t asked = 0;
    for (int world = 0; world < 200; ++world) {
      CAPTURE(world);
      MemoryResolver dns;
      dice.fill(dns);
      const auto probes = draw(dice, edges, 60);
      asked += probes.size();
      answered += compare(DomainName::parse(dice.name()).value(), dns, probes);
    }
    CAPTURE(asked);
    CHECK(answered > asked / 2);
  }
}
