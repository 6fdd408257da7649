#include <doctest/doctest.h>

#include "scenario.hpp"

using namespace hardfail;
using namespace hardfail::analysis;
using namespace hardfail::analysis::test;

namespace {

std::string proposed(std::string_view record, State state,
                     const std::vector<std::string>& missing = {},
                     const ProviderIncludes& includes = {}) {
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
  const auto mend = propose(verdict, sources, survey, includes);
  return mend.proposal ? mend.proposal->record : "";
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

TEST_CASE("a provider's include stands for all of its addresses, once") {
  CHECK(proposed("v=spf1 mx ~all", State::not_ready,
                 {"198.51.100.40", "198.51.100.41", "203.0.113.5"},
                 {{ip("198.51.100.40"), name("_spf.crm.example")},
                  {ip("198.51.100.41"), name("_spf.crm.example")}}) ==
        "v=spf1 mx include:_spf.crm.example ip4:203.0.113.5 ~all");
}

TEST_CASE("trying a record out counts whom it lists and whom it should not") {
  std::vector<Source> sources;
  std::vector<spf::Outcome> outcomes(4);
  for (const auto source_class :
       {SourceClass::unlisted_legitimate, SourceClass::unlisted_legitimate, SourceClass::forwarder,
        SourceClass::listed}) {
    sources.emplace_back(ip("198.51.100.1"));
    sources.back().source_class = source_class;
  }
  for (const std::size_t passing : {0U, 2U, 3U}) {
    outcomes[passing].result = spf::Result::pass;
    outcomes[passing].path = {"ip4:198.51.100.0/24"};
  }
  Proposal proposal;
  tally(proposal, sources, outcomes);
  CHECK(proposal.now_listed == 1);
  CHECK(proposal.still_missing == 1);
  CHECK(proposal.strangers_let_in == 1);
}

TEST_CASE("a parked domain lets nobody send") {
  CHECK(proposed("v=spf1 ~all", State::parked) == "v=spf1 -all");
}

TEST_CASE("nothing is proposed where the record may stay") {
  CHECK(proposed("v=spf1 mx ~all", State::keep_softfail).empty());
  CHECK(proposed("v=spf1 mx ~all", State::insufficient_evidence).empty());
  CHECK(proposed("v=spf1 mx -all", State::already_hardfail).empty());
}
