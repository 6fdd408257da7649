#include "room.hpp"

#include <doctest/doctest.h>

#include "memory_resolver.hpp"
#include "observed.hpp"

using namespace hardfail;
using namespace hardfail::readiness;
using namespace hardfail::readiness::test;

namespace {

/// d.example, whose record asks for own hosts, own includes and includes of others.
class Crowded {
 protected:
  Crowded() {
    m_dns.txt("d.example",
              "v=spf1 a mx include:_own.d.example include:one.example "
              "include:two.example ~all");
    m_dns.address("d.example", "192.0.2.1");
    m_dns.mx("d.example", 10, "mx.d.example").address("mx.d.example", "192.0.2.2");
    m_dns.txt("_own.d.example", "v=spf1 ip4:192.0.2.64/28 a:out.d.example -all");
    m_dns.address("out.d.example", "192.0.2.3");
    m_dns.txt("one.example", "v=spf1 include:more.one.example -all");
    m_dns.txt("more.one.example", "v=spf1 ip4:198.51.100.0/28 -all");
    m_dns.txt("two.example", "v=spf1 ip4:203.0.113.0/28 -all");
  }

  std::string within(unsigned lookups, const std::vector<IpAddress>& senders) {
    const auto room =
        make_room(spf::survey(name("d.example"), m_dns), {.lookups = lookups}, senders, m_dns);
    m_changes = room ? room->changes : std::vector<std::string>{};
    return room ? room->record : "none";
  }

  MemoryResolver m_dns;
  std::vector<std::string> m_changes;
  const std::vector<IpAddress> m_all = {ip("192.0.2.1"), ip("192.0.2.2"), ip("192.0.2.3"),
                                        ip("198.51.100.1"), ip("203.0.113.1")};
};

}  // namespace

TEST_CASE_FIXTURE(Crowded, "room is made by the least change, and other providers' includes stay") {
  REQUIRE(spf::survey(name("d.example"), m_dns).lookups == 7);
  CHECK(within(6, m_all) ==
        "v=spf1 ip4:192.0.2.1 mx include:_own.d.example include:one.example include:two.example "
        "~all");
  CHECK(m_changes == std::vector<std::string>{
                         "write ip4:192.0.2.1 instead of a: these are all that it leads to today, "
                         "and change when you change them"});
  CHECK(within(5, m_all) ==
        "v=spf1 a mx ip4:192.0.2.3 ip4:192.0.2.64/28 include:one.example include:two.example ~all");
  CHECK(within(3, m_all) ==
        "v=spf1 ip4:192.0.2.1 ip4:192.0.2.2 ip4:192.0.2.3 ip4:192.0.2.64/28 include:one.example "
        "include:two.example ~all");
  CHECK(within(2, m_all) == "none");
}

TEST_CASE_FIXTURE(Crowded, "a term that no legitimate source passes by goes first") {
  const std::vector<IpAddress> senders = {ip("192.0.2.1"), ip("192.0.2.2"), ip("192.0.2.3"),
                                          ip("203.0.113.1")};
  CHECK(within(6, senders) == "v=spf1 a mx include:_own.d.example include:two.example ~all");
  CHECK(m_changes == std::vector<std::string>{
                         "remove include:one.example: no legitimate source seen passes by it"});
  CHECK(within(2, senders) ==
        "v=spf1 ip4:192.0.2.1 mx ip4:192.0.2.3 ip4:192.0.2.64/28 include:two.example ~all");
}

TEST_CASE_FIXTURE(Crowded, "where it is not known who sends, no term counts as unused") {
  CHECK(within(6, {}) == within(6, m_all));
}

TEST_CASE("what leads to no address makes room for void look-ups") {
  MemoryResolver dns;
  dns.txt("d.example", "v=spf1 a:x.d.example a:y.d.example a:z.d.example ip4:192.0.2.1 ~all");
  const auto room = make_room(spf::survey(name("d.example"), dns), {}, {}, dns);
  REQUIRE(room);
  CHECK(room->record == "v=spf1 a:y.d.example a:z.d.example ip4:192.0.2.1 ~all");
}

TEST_CASE("an own include that one record cannot hold stays") {
  MemoryResolver dns;
  std::string text = "v=spf1";
  for (int i = 0; i < 40; ++i) text += " ip4:10." + std::to_string(i) + ".0.0/20";
  dns.txt("d.example", "v=spf1 include:_own.d.example ~all").txt("_own.d.example", text + " -all");
  CHECK_FALSE(
      make_room(spf::survey(name("d.example"), dns), {.lookups = 0}, {{ip("10.1.0.1")}}, dns));
}
