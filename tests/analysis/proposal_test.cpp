#include <doctest/doctest.h>

#include "hardfail/analysis/repair.hpp"

#include "scenario.hpp"

using namespace hardfail;
using namespace hardfail::analysis;
using namespace hardfail::analysis::test;

namespace {

Fix fix_of(std::string_view record, State state, const std::vector<std::string>& missing = {},
           const ProviderIncludes& includes = {}) {
  spf::Survey survey{.own = {.domain = name("d.example"), .status = spf::RecordStatus::ok},
                     .all_at = name("d.example")};
  survey.status = spf::RecordStatus::ok;
  survey.own.texts = {std::string(record)};
  survey.own.record = *spf::parse_record(record);
  std::vector<Source> sources;
  for (const auto& address : missing) {
    sources.emplace_back(ip(address), std::make_shared<const LiveSpf>());
    sources.back().source_class = SourceClass::unlisted_legitimate;
    sources.back().newly_failed = 2;
  }
  Verdict verdict;
  verdict.state = state;
  survey.records[name("d.example")] = record;
  return propose(verdict, sources, survey, includes);
}

std::string proposed(std::string_view record, State state,
                     const std::vector<std::string>& missing = {},
                     const ProviderIncludes& includes = {}) {
  const auto fix = fix_of(record, state, missing, includes);
  return fix.proposal ? fix.proposal->record : "";
}

/// So many addresses of which no two make a network.
std::vector<std::string> scattered(unsigned count) {
  std::vector<std::string> addresses;
  for (unsigned i = 0; i < count; ++i) {
    addresses.push_back("10." + std::to_string(i / 100) + "." + std::to_string(i % 100) + ".77");
  }
  return addresses;
}

}  // namespace

TEST_CASE("a ready record gets -all and is otherwise left as it is") {
  CHECK(proposed("v=spf1 ip4:192.0.2.0/28 include:x.example ~all", State::ready) ==
        "v=spf1 ip4:192.0.2.0/28 include:x.example -all");
  CHECK(proposed("v=spf1  MX ?ALL exp=why.d.example", State::ready) ==
        "v=spf1 MX -all exp=why.d.example");
  CHECK(proposed("v=spf1 mx", State::ready) == "v=spf1 mx -all");
}

TEST_CASE("what comes after `all` is dropped, since it never counted") {
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

TEST_CASE("an address goes before terms that depend on the message, which may end in an error") {
  CHECK(proposed("v=spf1 mx include:%{i}.p.example a ~all", State::not_ready, {"203.0.113.5"},
                 {{ip("203.0.113.5"), name("_spf.crm.example")}}) ==
        "v=spf1 mx include:%{i}.p.example a include:_spf.crm.example ~all");
  CHECK(proposed("v=spf1 mx include:%{i}.p.example a ~all", State::not_ready, {"203.0.113.5"}) ==
        "v=spf1 mx ip4:203.0.113.5 include:%{i}.p.example a ~all");
}

TEST_CASE("a provider's include stands for all of its addresses, once") {
  CHECK(proposed("v=spf1 mx ~all", State::not_ready,
                 {"198.51.100.40", "198.51.100.41", "203.0.113.5"},
                 {{ip("198.51.100.40"), name("_spf.crm.example")},
                  {ip("198.51.100.41"), name("_spf.crm.example")}}) ==
        "v=spf1 mx include:_spf.crm.example ip4:203.0.113.5 ~all");
}

TEST_CASE("the advice on a missing sender names the term that lists it") {
  const auto fix = fix_of("v=spf1 mx ~all", State::not_ready,
                          {"198.51.100.40", "203.0.113.6", "203.0.113.7", "203.0.113.9"},
                          {{ip("198.51.100.40"), name("_spf.crm.example")}});
  struct Row {
    const char* address;
    const char* term;
  };
  for (const auto& row :
       {Row{"198.51.100.40", "include:_spf.crm.example"}, Row{"203.0.113.6", "ip4:203.0.113.6/31"},
        Row{"203.0.113.7", "ip4:203.0.113.6/31"}, Row{"203.0.113.9", "ip4:203.0.113.9"}}) {
    CAPTURE(row.address);
    CHECK(fix.terms.at(ip(row.address)) == row.term);
  }
  const auto live = std::make_shared<const LiveSpf>();
  std::vector<Source> sources = {{ip("203.0.113.7"), live}, {ip("192.0.2.1"), live}};
  advise(sources, fix, name("d.example"));
  CHECK(sources[0].advice.find("add ip4:203.0.113.6/31, or ") == 0);
  CHECK(sources[1].advice.empty());
}

TEST_CASE("trying a record out counts whom it lists and whom it should not") {
  std::vector<Source> sources;
  const auto fails = std::make_shared<const spf::Outcome>();
  const auto passes = std::make_shared<const spf::Outcome>(
      spf::Outcome{.result = spf::Result::pass, .path = {"ip4:198.51.100.0/24"}});
  for (const auto source_class :
       {SourceClass::unlisted_legitimate, SourceClass::unlisted_legitimate, SourceClass::forwarder,
        SourceClass::listed}) {
    sources.emplace_back(ip("198.51.100.1"), std::make_shared<const LiveSpf>());
    sources.back().source_class = source_class;
  }
  Proposal proposal;
  tally(proposal, sources, std::vector{passes, fails, passes, passes});
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

TEST_CASE("what one record cannot hold is spread over a few below the domain") {
  const auto fix = fix_of("v=spf1 mx ~all", State::not_ready, scattered(50));
  REQUIRE(fix.proposal);
  CHECK_FALSE(fix.unlisted);
  CHECK(fix.proposal->record == "v=spf1 mx include:_spf1.d.example include:_spf2.d.example ~all");
  const auto& below = fix.proposal->subordinates;
  REQUIRE(below.size() == 2);
  CHECK(below[0].name == name("_spf1.d.example"));
  std::size_t terms = 0;
  for (const auto& [owner, text] : below) {
    CHECK(text.size() <= 450);
    const auto record = *spf::parse_record(text);
    CHECK(record.all()->qualifier == spf::Qualifier::fail);
    terms += record.directives.size() - 1;
  }
  CHECK(terms == 50);
}

TEST_CASE("a list that a few records cannot hold is not proposed, and the heaviest part is named") {
  auto missing = scattered(5000);
  missing.emplace_back("10.7.7.78");
  const auto fix = fix_of("v=spf1 mx ~all", State::not_ready, missing);
  CHECK_FALSE(fix.proposal);
  REQUIRE(fix.unlisted);
  CHECK(fix.unlisted->code == "too_many_to_list");
  CHECK(fix.unlisted->messages == 10'002);
  CHECK(fix.unlisted->text.find("5,001 missing addresses") == 0);
  CHECK(fix.unlisted->text.find("from 10.7.7.0/24 (2 addresses, 4 messages), ") !=
        std::string::npos);
}

TEST_CASE("a provider's include is proposed even where the rest is too much") {
  auto missing = scattered(5000);
  missing.emplace_back("198.51.100.40");
  const auto fix = fix_of("v=spf1 mx ~all", State::not_ready, missing,
                          {{ip("198.51.100.40"), name("_spf.crm.example")}});
  REQUIRE(fix.proposal);
  CHECK(fix.proposal->record == "v=spf1 mx include:_spf.crm.example ~all");
  CHECK(fix.unlisted);
}

TEST_CASE("several records become one, however long") {
  spf::Survey survey{.own = {.domain = name("d.example"), .status = spf::RecordStatus::multiple},
                     .all_at = name("d.example")};
  survey.status = spf::RecordStatus::multiple;
  std::string longer = "v=spf1";
  for (int i = 0; i < 40; ++i) longer += " ip4:192.0.2." + std::to_string(i);
  survey.own.texts = {longer + " ~all", "v=spf1 mx -all"};
  const auto proposal = repaired(survey);
  REQUIRE(proposal);
  CHECK(proposal->record == longer + " mx ~all");
}

TEST_CASE("a proposal past the limit on look-ups is taken back") {
  auto fix = fix_of("v=spf1 mx ~all", State::not_ready, {"198.51.100.40"});
  REQUIRE(fix.proposal);
  fix.proposal->lookups = 10;
  withdraw_if_over_limit(fix, name("d.example"));
  CHECK(fix.proposal);
  fix.proposal->lookups = 11;
  withdraw_if_over_limit(fix, name("d.example"));
  CHECK_FALSE(fix.proposal);
  REQUIRE(fix.unlisted);
  CHECK(fix.unlisted->code == "over_lookup_limit");

  fix = fix_of("v=spf1 mx ~all", State::not_ready, {"198.51.100.40"},
               {{ip("198.51.100.40"), name("spf.crm.example")}});
  fix.proposal->lookups = 11;
  withdraw_if_over_limit(fix, name("d.example"));
  CHECK(fix.unlisted->text.find("such as mail.d.example, and put include:spf.crm.example into") !=
        std::string::npos);
}
