#include "assess/host_names.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "memory_resolver.hpp"
#include "surroundings.hpp"

using namespace hardfail;
using namespace hardfail::cli;

namespace {

IpAddress address(unsigned number) {
  const std::array<std::uint8_t, 4> octets = {10, static_cast<std::uint8_t>(number >> 16U),
                                              static_cast<std::uint8_t>(number >> 8U),
                                              static_cast<std::uint8_t>(number)};
  return IpAddress::from_octets(octets).value();
}

/// As many sources, the first of which are in one row only, the others in two.
report::Observations observations(unsigned sources, unsigned seen_once) {
  report::Observations result;
  for (unsigned i = 0; i < sources; ++i) {
    result.sources.push_back(address(i));
    result.rows.push_back({i, 0, 0, 0, 1});
    if (i >= seen_once) result.rows.push_back({i, 0, 0, 0, 1});
  }
  return result;
}

class Lookup {
 protected:
  readiness::HostNames names(unsigned sources, unsigned seen_once) {
    Messages messages(m_around.err, Verbosity::normal);
    return fresh_host_names(name("d.example"), observations(sources, seen_once), m_dns, messages);
  }

  static DomainName name(std::string_view text) { return DomainName::parse(text).value(); }

  test::Surroundings m_around;
  MemoryResolver m_dns;
};

}  // namespace

TEST_CASE_FIXTURE(Lookup, "that not all sources are asked for is warned of") {
  CHECK(names(20'003, 3).size() == 20'000);
  CHECK(m_dns.asked().size() == 20'000);
  CHECK(m_around.err.str().find("d.example has 20003 sources") != std::string::npos);
}

TEST_CASE_FIXTURE(Lookup, "a domain's sources are all asked for up to 20,000, without a word") {
  CHECK(names(20'000, 3).size() == 20'000);
  CHECK(m_around.err.str().empty());
}
