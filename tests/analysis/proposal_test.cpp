#include <doctest/doctest.h>

#include "scenario.hpp"

using namespace hardfail;
using namespace hardfail::analysis;
using namespace hardfail::analysis::test;

namespace {

std::string proposed(std::string_view record, State state,
                     const std::vector<std::string>& missing = {}) {
  spf::Survey survey{.own = {.domain = name("d.example"), .status = spf::RecordStatus::ok},
                     .all_at = name("d.example")};
  survey.status = spf::RecordStatus::ok;
  survey.own.texts = {std::string(record)};
  survey.own.record = spf::parse_record(record).value();
  std::vector<Source> sources;
  for (const auto& address : missing) {
    sources.emplace_back(ip(address));
    sources.back().source_class = SourceClass::unlisted_legitimate;
  }
  Verdict verdict;
  verdict.state = state;
  const auto proposal = propose(verdict, sources, survey);
  return proposal ? proposal->record : "";
}

}  // namespace

TEST_CASE("a ready record gets -all and is otherwise left as it is") {
  CHECK(proposed("v=spf1 ip4:192.0.2.0/28 include:x.example ~all", State::ready) ==
        "v=spf1 ip4:192.0.2.0/28 include:x.example -all");
  CHECK(proposed("v=spf1  MX ?ALL exp=why.d.example", State::ready) ==
        "v=spf1 MX -all exp=why.d.example");
  CHECK(proposed("v=spf1 mx", State::ready) == "v=spf1 mx -all");
}

TEST_CASE("what comes after `all` is dropped, for it never counted") {
  CHECK(proposed("v=spf1 mx ~all ip4:192.0.2.1 redirect=x.example", State::ready) ==
        "v=spf1 mx -all");
}

TEST_CASE("a redirect becomes an include, or its target's `all` would go on to decide") {
  CHECK(proposed("v=spf1 redirect=_spf.d.example", State::ready) ==
        "v=spf1 include:_spf.d.example -all");
}

TEST_CASE("missing senders are added before the end, exactly as they were seen") {
  CHECK(proposed("v=spf1 mx ~all", State::not_ready,
                 {"198.51.100.40", "198.51.100.42", "198.51.100.41"}) ==
        "v=spf1 mx ip4:198.51.100.40/31 ip4:198.51.100.42 ~all");
  CHECK(proposed("v=spf1 redirect=_spf.d.example", State::not_ready, {"2001:db8::1"}) ==
        "v=spf1 ip6:2001:db8::1 redirect=_spf.d.example");
}

TEST_CASE("a parked domain lets nobody send") {
  CHECK(proposed("v=spf1 ~all", State::parked) == "v=spf1 -all");
}

TEST_CASE("nothing is proposed where the record may stay") {
  CHECK(proposed("v=spf1 mx ~all", State::keep_softfail).empty());
  CHECK(proposed("v=spf1 mx ~all", State::insufficient_evidence).empty());
  CHECK(proposed("v=spf1 mx -all", State::already_hardfail).empty());
}
