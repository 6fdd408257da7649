#include "live_spf.hpp"

#include <doctest/doctest.h>

#include "memory_resolver.hpp"
#include "observed.hpp"

using namespace hardfail;
using namespace hardfail::readiness;
using namespace hardfail::readiness::test;

namespace {

/// The status of a record whose hosted include knows 192.0.2.1 alone, in the light of sources that
/// have so many governed messages.
spf::RecordStatus status_for(const std::vector<std::pair<const char*, std::uint64_t>>& mail) {
  MemoryResolver dns;
  dns.txt("d.example", "v=spf1 include:%{ir}.hosted.example ~all");
  dns.txt("1.2.0.192.hosted.example", "v=spf1 ip4:192.0.2.1 -all");
  dns::Cache cache(dns);
  Observed observed("d.example");
  std::vector<analysis::Source> sources;
  for (const auto& [address, governed] : mail) {
    observed.mail(address);
    sources.emplace_back(ip(address), std::make_shared<const analysis::LiveSpf>());
    sources.back().observed = static_cast<std::uint32_t>(sources.size() - 1);
    sources.back().governed_messages = governed;
  }
  analysis::Surroundings surroundings{.domain = name("d.example"),
                                      .organizational_domain = name("d.example")};
  auto outcomes = judge_by_live_record(observed.observations(), cache, surroundings);
  return survey_in_practice(spf::survey(name("d.example"), cache), sources, std::move(outcomes))
      .status;
}

}  // namespace

TEST_CASE("a record is in error for the sources that it governs, not for the others") {
  using enum spf::RecordStatus;
  CHECK(status_for({{"192.0.2.7", 1}}) == permerror);
  CHECK(status_for({{"192.0.2.7", 0}}) == ok);
  CHECK(status_for({{"192.0.2.1", 1}, {"192.0.2.7", 1}}) == ok);
  CHECK(status_for({{"192.0.2.1", 0}, {"192.0.2.7", 1}}) == permerror);
}
