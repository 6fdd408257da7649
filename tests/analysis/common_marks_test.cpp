#include "hardfail/analysis/common_marks.hpp"

#include <doctest/doctest.h>

#include "scenario.hpp"

using namespace hardfail;
using namespace hardfail::analysis;
using namespace hardfail::analysis::test;

namespace {

struct Given {
  const char* address;
  const char* host;
  SourceClass source_class = SourceClass::unknown;
  bool confirmed = true;
};

/// The advice on the first of them.
std::string advised(const std::vector<Given>& given) {
  std::vector<Source> sources;
  for (const auto& each : given) {
    auto& source = sources.emplace_back(ip(each.address), std::make_shared<const LiveSpf>());
    if (*each.host != '\0') source.host = HostName{name(each.host), each.confirmed};
    source.source_class = each.source_class;
    source.advice = "ask";
  }
  advise_common_marks(sources);
  return sources.front().advice;
}

}  // namespace

TEST_CASE("unknown sources that share a host's domain, or else a network, can be marked together") {
  CHECK(advised({{"192.0.2.1", "a.crm.example"}, {"198.51.100.1", "b.eu.crm.example"}}) ==
        "ask (or crm.example in place of the address, for all 2 unknown addresses named under it)");
  CHECK(advised({{"192.0.2.1", ""}, {"192.0.2.200", ""}, {"192.0.2.9", "a.crm.example"}}) ==
        "ask (or 192.0.2.0/24 in place of the address, for all 3 unknown addresses in it)");
  CHECK(advised({{"192.0.2.1", "a.crm.example"}}) == "ask");
  CHECK(advised({{"192.0.2.1", ""}, {"192.0.3.1", ""}}) == "ask");
}

TEST_CASE(
    "a mark is not offered that would take in sources of another class, or a network's lines") {
  CHECK(advised({{"192.0.2.1", "a.crm.example"},
                 {"198.51.100.1", "b.crm.example"},
                 {"203.0.113.1", "c.crm.example", SourceClass::listed}}) == "ask");
  CHECK(advised({{"192.0.2.1", ""}, {"192.0.2.2", ""}, {"192.0.2.3", "", SourceClass::listed}}) ==
        "ask");
  CHECK(advised({{"192.0.2.1", "dsl-17.isp.example"}, {"198.51.100.1", "dsl-18.isp.example"}}) ==
        "ask");
  CHECK(advised({{"192.0.2.1", "a.crm.example", SourceClass::unknown, false},
                 {"198.51.100.1", "b.crm.example", SourceClass::unknown, false}}) == "ask");
  CHECK(advised({{"192.0.2.1", "", SourceClass::suspected_spoof},
                 {"192.0.2.2", "", SourceClass::unknown},
                 {"192.0.2.3", "", SourceClass::unknown}}) == "ask");
}
