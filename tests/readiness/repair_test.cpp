#include "repair.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "hardfail/spf/survey.hpp"
#include "memory_resolver.hpp"
#include "observed.hpp"

using namespace hardfail;
using namespace hardfail::readiness;
using namespace hardfail::readiness::test;

namespace {

std::string repaired(MemoryResolver& dns, const std::vector<IpAddress>& senders = {}) {
  const auto found = repair(spf::survey(name("d.example"), dns), senders, dns);
  if (!found) return "none";
  CHECK(found->survey.status == spf::RecordStatus::ok);
  return found->proposal.record;
}

/// d.example, with a record that is broken in one way, and p.example that is sound.
std::string repaired(const std::string& record) {
  MemoryResolver dns;
  dns.txt("p.example", "v=spf1 ip4:198.51.100.0/28 -all").txt("d.example", record);
  return repaired(dns);
}

}  // namespace

TEST_CASE("a slip is corrected, in a record and in what was meant as one") {
  CHECK(repaired("v=spf1 ip4:192.0.2.1 include: p.example ~all;") ==
        "v=spf1 ip4:192.0.2.1 include:p.example ~all");
  CHECK(repaired("\"v=spf1 include:p.example ~all\"") == "v=spf1 include:p.example ~all");
  CHECK(repaired("v=spf1 ip4:192.0.2.300 ~all") == "none");
  MemoryResolver two;
  two.txt("d.example", "spf1 mx ~all").txt("d.example", "\"v=spf1 a ~all\"");
  CHECK(repaired(two) == "none");
}

TEST_CASE("a term that nobody can evaluate is taken out, and nothing beside it") {
  CHECK(repaired("v=spf1 ip4:192.0.2.1 include:gone.example include:p.example ~all") ==
        "v=spf1 ip4:192.0.2.1 include:p.example ~all");
  CHECK(repaired("v=spf1 include:d.example include:p.example -all") ==
        "v=spf1 include:p.example -all");
  CHECK(repaired("v=spf1 include:p.example redirect=gone.example") ==
        "v=spf1 include:p.example ~all");
  MemoryResolver broken;
  broken.txt("d.example", "v=spf1 ip4:192.0.2.1 include:b.example ~all")
      .txt("b.example", "v=spf1 ipx ~all");
  CHECK(repaired(broken) == "v=spf1 ip4:192.0.2.1 ~all");
}

TEST_CASE("several records become one, with the slips in them corrected") {
  MemoryResolver dns;
  dns.txt("d.example", "v=spf1 ip4:192.0.2.1 -all").txt("d.example", "v=spf1 192.0.2.2 ~all");
  CHECK(repaired(dns) == "v=spf1 ip4:192.0.2.1 ip4:192.0.2.2 ~all");
  dns.txt("d.example", "v=spf1 redirect=p.example");
  CHECK(repaired(dns) == "none");
}

TEST_CASE("a record past the limits is written out, after what is wrong beside") {
  MemoryResolver dns;
  std::string record = "v=spf1 include:gone.example";
  std::string flat = "v=spf1";
  for (int i = 1; i <= 11; ++i) {
    const auto number = std::to_string(i);
    record += " include:i" + number + ".example";
    flat += " ip4:192.0.2." + std::to_string(10 * i);
    dns.txt("i" + number + ".example", "v=spf1 ip4:192.0.2." + std::to_string(10 * i) + " -all");
  }
  dns.txt("d.example", record + " ~all");
  CHECK(repaired(dns) == flat + " ~all");
}

TEST_CASE("what four records cannot hold is not written out; a term that nobody uses may go") {
  MemoryResolver dns;
  std::string record = "v=spf1";
  for (int i = 1; i <= 11; ++i) {
    const auto include = "i" + std::to_string(i) + ".example";
    std::string text = "v=spf1";
    for (int k = 0; k < 20; ++k) {
      text += " ip4:10." + std::to_string(i) + '.' + std::to_string(k) + ".0/24";
      text += " ip4:172.16." + std::to_string(i * 20 + k) + ".77";
    }
    record += " include:" + include;
    dns.txt(include, text + " -all");
  }
  dns.txt("d.example", record + " ~all");
  CHECK(repaired(dns) == "none");
  const auto without_first = "v=spf1" + record.substr(record.find(" include:i2"));
  CHECK(repaired(dns, {ip("10.3.0.1"), ip("10.7.0.1")}) == without_first + " ~all");
}

TEST_CASE("a repair that everybody would pass is none, and a failure of the DNS is not repaired") {
  CHECK(repaired("v=spf1 mx +all;") == "none");
  MemoryResolver dns;
  dns.txt("d.example", "v=spf1 include:p.example include:gone.example ~all");
  dns.fail("p.example", dns::RecordType::txt);
  CHECK(repaired(dns) == "none");
}
