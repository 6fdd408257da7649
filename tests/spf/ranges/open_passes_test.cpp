#include "hardfail/spf/open_passes.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "hardfail/spf/compiled.hpp"
#include "memory_resolver.hpp"

using namespace hardfail;
using namespace hardfail::spf;

namespace {

/// The open ways of a record of example.com, each in one line.
std::vector<std::string> open_ways(const std::string& record) {
  MemoryResolver dns;
  dns.txt("example.com", record);
  dns.txt("anybody.example.net", "v=spf1 +all");
  dns.txt("deep.example.net", "v=spf1 include:anybody.example.net -all");
  dns.txt("wide.example.net", "v=spf1 ip4:9.9.9.0/24 ip4:0.0.0.0/2 -all");
  dns.txt("sound.example.net", "v=spf1 ip4:9.9.9.0/24 ip6:2a00:1::/32 -all");
  dns.address("host.example.com", "9.9.9.9").address("host.example.com", "2a00::9");
  dns.address("always.example.com", "127.0.0.2");
  for (const auto* probe : {"240.0.0.1", "247.85.3.201", "254.170.66.9"}) {
    dns.address(fmt::format("{}.wild.example.com", probe), "127.0.0.2");
  }
  dns.address("240.0.0.1.some.example.com", "127.0.0.2");
  dns::Cache cache(dns);
  std::vector<std::string> ways;
  for (const auto& path : open_passes(DomainName::parse("example.com").value(), cache)) {
    ways.push_back(fmt::format("{}", fmt::join(path, " > ")));
  }
  return ways;
}

using Ways = std::vector<std::string>;

}  // namespace

TEST_CASE("a pass that nearly everybody gets is found, whichever term gives it") {
  const struct {
    const char* record;
    Ways open;
  } rows[] = {
      {"v=spf1 ip4:9.9.9.0/24 +all", {"+all"}},
      {"v=spf1 ip4:192.0.2.0/0 ~all", {"ip4:192.0.2.0/0"}},
      {"v=spf1 ip4:0.0.0.0/1 ip4:128.0.0.0/1 ~all", {"ip4:0.0.0.0/1", "ip4:128.0.0.0/1"}},
      {"v=spf1 ip4:16.0.0.0/4 ~all", {"ip4:16.0.0.0/4"}},
      {"v=spf1 ip6:2000::/3 ~all", {"ip6:2000::/3"}},
      {"v=spf1 ip6:2a00::/12 ~all", {"ip6:2a00::/12"}},
      {"v=spf1 a:host.example.com/0 ~all", {"a:host.example.com/0"}},
      {"v=spf1 exists:always.example.com ~all", {"exists:always.example.com"}},
      {"v=spf1 exists:%{i}.wild.example.com ~all", {"exists:%{i}.wild.example.com"}},
      {"v=spf1 include:anybody.example.net ~all", {"include:anybody.example.net > +all"}},
      {"v=spf1 include:deep.example.net ~all",
       {"include:deep.example.net > include:anybody.example.net > +all"}},
      {"v=spf1 include:wide.example.net ~all", {"include:wide.example.net > ip4:0.0.0.0/2"}},
      {"v=spf1 exists:%{i}.none.example.com ip4:0.0.0.0/0 ~all", {"ip4:0.0.0.0/0"}},
  };
  for (const auto& row : rows) {
    CAPTURE(row.record);
    CHECK(open_ways(row.record) == row.open);
  }
}

TEST_CASE("the outcome of a client says whether its pass is one that nearly everybody gets") {
  MemoryResolver dns;
  dns.txt("example.com", "v=spf1 ip4:9.9.9.0/24 exists:%{i}.wild.example.com ip4:0.0.0.0/1 ~all");
  for (const auto* probe : {"240.0.0.1", "247.85.3.201", "254.170.66.9", "8.8.8.8"}) {
    dns.address(fmt::format("{}.wild.example.com", probe), "127.0.0.2");
  }
  dns::Cache cache(dns);
  std::vector<IpAddress> clients;
  for (const auto* client : {"9.9.9.9", "8.8.8.8", "7.7.7.7", "200.0.0.1"}) {
    clients.push_back(IpAddress::parse(client).value());
  }
  const auto outcomes = check_clients(DomainName::parse("example.com").value(), clients, cache);
  CHECK_FALSE(outcomes[0]->is_open_pass);
  CHECK(outcomes[1]->is_open_pass);  // by the wildcard
  CHECK(outcomes[2]->is_open_pass);  // by the half of all networks
  CHECK_FALSE(outcomes[3]->is_open_pass);
}

TEST_CASE("many wide networks together pass nearly everybody, a few do not") {
  std::string record = "v=spf1";
  for (int i = 1; i < 64; ++i) record += fmt::format(" ip4:{}.0.0.0/8", i);
  CHECK(open_ways(record + " ~all").empty());
  CHECK(open_ways(record + " ip4:64.0.0.0/8 ~all").size() == 64);
}

TEST_CASE("a record that lists its senders has no open way") {
  for (const auto* record :
       {"v=spf1 include:sound.example.net a:host.example.com ~all", "v=spf1 ip4:16.0.0.0/5 ~all",
        "v=spf1 ip6:2a00::/13 ~all", "v=spf1 exists:none.example.com -all", "v=spf1 -all",
        "v=spf1 ?ip4:0.0.0.0/0 ~all", "v=spf1 exists:%{i}.some.example.com ~all", "v=spf1 ptr ~all",
        "v=spf1 moo ~all"}) {
    CAPTURE(record);
    CHECK(open_ways(record).empty());
  }
}
