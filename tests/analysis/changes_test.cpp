#include "hardfail/analysis/changes.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "scenario.hpp"

using namespace hardfail;
using namespace hardfail::analysis;
using namespace hardfail::analysis::test;

namespace {

ledger::Run base() {
  return {name("d.example"),
          {},
          State::ready,
          {{name("d.example"), "v=spf1 include:p.example ~all"},
           {name("p.example"), "v=spf1 ip4:192.0.2.0/24 ip4:198.51.100.7 -all"}},
          {{{ip("192.0.2.1"), SourceClass::listed},
            {ip("203.0.113.1"), SourceClass::unlisted_legitimate},
            {ip("203.0.113.9"), SourceClass::suspected_spoof}}}};
}

/// The run with one address given another class and mark, or added.
ledger::Run with(ledger::Run run, std::string_view address, SourceClass source_class,
                 std::optional<SourceClass> mark = {}) {
  auto& sources = *run.sources;
  const auto at =
      std::ranges::lower_bound(sources, ip(address), {}, &ledger::ClassifiedAddress::address);
  if (at != sources.end() && at->address == ip(address)) {
    at->source_class = source_class;
    at->mark = mark;
  } else {
    sources.insert(at, {ip(address), source_class, mark});
  }
  return run;
}

/// Names the senders of a run, and says which each source belongs to.
void called(ledger::Run& run, std::vector<std::string> names, std::vector<std::uint32_t> of) {
  run.senders.clear();
  for (auto& each : names) run.senders.push_back({"unlisted_legitimate/" + each, each});
  run.sender_of = std::move(of);
}

/// "code: text" of the only change.
std::string only_change(const ledger::Run& after) {
  const auto changes = compare(base(), after).changes;
  REQUIRE(changes.size() == 1);
  return changes[0].code + ": " + changes[0].text;
}

}  // namespace

TEST_CASE("two runs that found the same have no differences") {
  CHECK(compare(base(), base()).changes.empty());
}

TEST_CASE("a verdict that turned is told, and is a warning where it turned for the worse") {
  auto after = base();
  after.state = State::not_ready;
  CHECK(only_change(after) == "verdict_turned: the verdict changed from ready to not_ready");
  CHECK(compare(base(), after).changes[0].severity == Severity::warning);
  CHECK(compare(after, base()).changes[0].severity == Severity::note);
}

TEST_CASE("an edit of the domain's own record is told, whatever it changes") {
  struct Row {
    const char* record;
    const char* change;
  };
  for (const auto& row : {
           Row{"v=spf1 include:p.example -all",
               "record_edited: the record was edited: removed ~all; added -all"},
           Row{"v=spf1 ~all include:p.example",
               "record_edited: the record was edited: the same terms in another order"},
           Row{"",
               "record_edited: the SPF record was removed; it was v=spf1 include:p.example ~all"},
       }) {
    CAPTURE(row.record);
    auto after = base();
    after.records[name("d.example")] = row.record;
    CHECK(only_change(after) == row.change);
  }
}

TEST_CASE("for an included record the terms that came and went are named") {
  struct Row {
    const char* record;
    const char* change;
  };
  const std::string who = "the record of p.example, which the domain's record refers to, changed: ";
  for (const auto& row : {
           Row{"v=spf1 ip4:192.0.2.0/24 -all",
               "range_gone: p.example, which the domain's record refers to, no longer lists "
               "ip4:198.51.100.7"},
           Row{"v=spf1 ip4:192.0.2.0/23 ip4:198.51.100.7 -all",
               "include_edited: {}removed ip4:192.0.2.0/24; added ip4:192.0.2.0/23"},
           Row{"v=spf1 ip4:192.0.2.0/24 ip4:198.51.100.7 a -all", "include_edited: {}added a"},
           Row{"",
               "include_gone: p.example, which the record refers to, no longer has an SPF record"},
       }) {
    CAPTURE(row.record);
    auto after = base();
    after.records[name("p.example")] = row.record;
    std::string expected = row.change;
    if (const auto at = expected.find("{}"); at != std::string::npos) expected.replace(at, 2, who);
    CHECK(only_change(after) == expected);
  }
}

TEST_CASE("a range that an included record lost is told apart from what else was edited there") {
  auto before = base();
  before.sources->insert(before.sources->begin() + 1, {ip("192.0.2.200"), SourceClass::listed});
  called(before, {"P", "Other"}, {1, 0, 1, 1});
  auto after = before;
  after.records[name("p.example")] = "v=spf1 ip4:192.0.2.0/25 ip4:198.51.100.0/28 a -all";
  const auto changes = compare(before, after).changes;
  REQUIRE(changes.size() == 2);
  CHECK(changes[0].code == "range_gone");
  CHECK(changes[0].severity == Severity::warning);
  CHECK(changes[0].text ==
        "p.example, which the domain's record refers to, no longer lists ip4:192.0.2.0/24");
  CHECK(changes[0].sources == std::vector{ip("192.0.2.200")});
  CHECK(changes[0].senders == std::vector<std::string>{"P"});
  CHECK(changes[1].code == "include_edited");
  CHECK(changes[1].severity == Severity::note);
  CHECK(changes[1].text ==
        "the record of p.example, which the domain's record refers to, changed: removed "
        "ip4:198.51.100.7; added ip4:192.0.2.0/25, ip4:198.51.100.0/28, a");
}

TEST_CASE(
    "another order of the same terms, and a record that could not be read, do not count as a "
    "change") {
  auto after = base();
  after.records[name("p.example")] = "v=spf1 ip4:198.51.100.7  IP4:192.0.2.0/24 -all";
  CHECK(compare(base(), after).changes.empty());
  after.records.clear();
  CHECK(compare(base(), after).changes.empty());
  CHECK(compare(after, base()).changes.empty());
}

TEST_CASE("a source is told where somebody may have to act on it") {
  struct Row {
    const char* address;
    SourceClass source_class;
    const char* change;
  };
  for (const auto& row : {
           Row{"203.0.113.50", SourceClass::unlisted_legitimate,
               "new_unlisted_sender: new sender missing from the record: 203.0.113.50"},
           Row{"203.0.113.9", SourceClass::unlisted_legitimate,
               "new_unlisted_sender: new sender missing from the record: 203.0.113.9"},
           Row{"192.0.2.1", SourceClass::unlisted_legitimate,
               "listing_lost: previously listed, now missing from the record: 192.0.2.1"},
           Row{"203.0.113.1", SourceClass::listed,
               "sender_listed: previously missing from the record, now listed: 203.0.113.1"},
           Row{"203.0.113.50", SourceClass::unknown,
               "new_unknown_source: new unknown sender: 203.0.113.50"},
       }) {
    CAPTURE(row.change);
    const auto after = with(base(), row.address, row.source_class);
    CHECK(only_change(after) == row.change);
    CHECK(compare(base(), after).changes[0].sources == std::vector{ip(row.address)});
  }
}

TEST_CASE("a class that a mark gave or took is told as the operator's own doing, and not as news") {
  using enum SourceClass;
  const auto forged = "203.0.113.9";  // a suspected spoofer in base()
  const auto of = [&](SourceClass before, std::optional<SourceClass> mark_before, SourceClass after,
                      std::optional<SourceClass> mark_after) {
    std::string codes;
    const auto first = with(base(), forged, before, mark_before);
    for (const auto& change : compare(first, with(base(), forged, after, mark_after)).changes) {
      CHECK(change.sources == std::vector{ip(forged)});
      codes += change.code;
    }
    return codes;
  };
  CHECK(of(unknown, {}, unlisted_legitimate, unlisted_legitimate) == "marked");
  CHECK(of(unknown, {}, unlisted_legitimate, listed) == "marked");
  CHECK(of(unknown, {}, forwarder, forwarder) == "marked");
  CHECK(of(forwarder, forwarder, unlisted_legitimate, unlisted_legitimate) == "marked");
  CHECK(of(listed, {}, forwarder, forwarder) == "marked");
  CHECK(of(forwarder, forwarder, unknown, {}) == "mark_removed");
  CHECK(of(unlisted_legitimate, listed, unknown, {}) == "mark_removed");
  CHECK(of(unknown, {}, unknown, unknown).empty());
  CHECK(only_change(with(base(), forged, unlisted_legitimate, unlisted_legitimate)) ==
        "marked: marked by you: 203.0.113.9 (missing sender)");
  CHECK(compare(with(base(), forged, forwarder, forwarder), with(base(), forged, unknown))
            .changes[0]
            .text == "no longer marked by you: 203.0.113.9 (unknown sender)");
}

TEST_CASE("what the record does to a marked source is news all the same") {
  using enum SourceClass;
  const auto of = [](std::optional<SourceClass> mark_before, SourceClass before, SourceClass after,
                     std::optional<SourceClass> mark_after) {
    const auto first = with(base(), "203.0.113.9", before, mark_before);
    const auto changes = compare(first, with(base(), "203.0.113.9", after, mark_after)).changes;
    return changes.size() == 1 ? changes[0].code : std::to_string(changes.size());
  };
  CHECK(of(listed, listed, unlisted_legitimate, listed) == "listing_lost");
  CHECK(of({}, listed, unlisted_legitimate, listed) == "listing_lost");
  CHECK(of(listed, listed, unlisted_legitimate, {}) == "listing_lost");
  CHECK(of({}, unlisted_legitimate, listed, listed) == "sender_listed");
}

TEST_CASE(
    "a new source of a marked network is no news, unless the record misses what is marked listed") {
  using enum SourceClass;
  CHECK(compare(base(), with(base(), "203.0.113.50", unlisted_legitimate, unlisted_legitimate))
            .changes.empty());
  CHECK(compare(base(), with(base(), "203.0.113.50", unknown, unknown)).changes.empty());
  CHECK(only_change(with(base(), "203.0.113.50", unlisted_legitimate, listed)) ==
        "new_unlisted_sender: new sender missing from the record: 203.0.113.50");
}

TEST_CASE("for a lost listing the term that is gone is named") {
  auto after = with(base(), "192.0.2.1", SourceClass::unlisted_legitimate);
  const auto lost_text = [&] {
    const auto changes = compare(base(), after).changes;
    const auto lost = std::ranges::find(changes, "listing_lost", &Change::code);
    REQUIRE(lost != changes.end());
    return lost->text;
  };
  const std::string with_term =
      "previously listed, now missing from the record: 192.0.2.1 (was in ip4:192.0.2.0/24 of "
      "p.example)";
  SUBCASE("the included record lost it") {
    after.records[name("p.example")] = "v=spf1 ip4:198.51.100.7 -all";
    CHECK(lost_text() == with_term);
  }
  SUBCASE("the include itself is gone") {
    after.records.erase(name("p.example"));
    after.records[name("d.example")] = "v=spf1 ~all";
    CHECK(lost_text() == with_term);
  }
}

TEST_CASE("other sources come and go untold, and all are where the run before kept none") {
  auto after = with(base(), "203.0.113.50", SourceClass::suspected_spoof);
  after = with(after, "203.0.113.51", SourceClass::listed);
  std::erase_if(*after.sources, [](const auto& each) { return each.address == ip("203.0.113.1"); });
  CHECK(compare(base(), after).changes.empty());

  auto before = base();
  before.sources.reset();
  CHECK(compare(before, base()).changes.empty());
}

TEST_CASE("new addresses are told by sender, and those of one that was missing before as such") {
  auto after = with(base(), "203.0.113.50", SourceClass::unlisted_legitimate);
  after = with(after, "203.0.113.51", SourceClass::unlisted_legitimate);
  // 192.0.2.1, 203.0.113.1, .9, .50 and .51
  SUBCASE("a new sender") {
    called(after, {"mail", "CRM", "forgers", "Desk"}, {0, 1, 2, 3, 3});
    CHECK(only_change(after) ==
          "new_unlisted_sender: new sender missing from the record: Desk (2 addresses)");
    CHECK(compare(base(), after).changes[0].senders == std::vector<std::string>{"Desk"});
  }
  SUBCASE("one that is known to be missing") {
    called(after, {"mail", "Desk", "forgers"}, {0, 1, 2, 1, 1});
    CHECK(only_change(after) ==
          "new_unlisted_address: new addresses of senders known to be missing: Desk (2 addresses)");
    CHECK(compare(base(), after).changes[0].severity == Severity::note);
  }
}

TEST_CASE("a pool that was missing before is known by its sender, whichever addresses it has") {
  auto before = base();
  called(before, {"mail", "CRM", "forgers"}, {0, 1, 2});
  before.senders[1].source_class = SourceClass::unlisted_legitimate;
  auto after = with(base(), "203.0.113.50", SourceClass::unlisted_legitimate);
  std::erase_if(*after.sources, [](const auto& each) { return each.address == ip("203.0.113.1"); });
  called(after, {"mail", "CRM", "forgers"}, {0, 2, 1});
  const auto changes = compare(before, after).changes;
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].code == "new_unlisted_address");
}

TEST_CASE("a sender of which nothing is seen any more is told by its name, if it mattered") {
  auto before = with(base(), "203.0.113.2", SourceClass::unlisted_legitimate);
  called(before, {"mail", "CRM", "forgers"}, {0, 1, 1, 2});
  auto after = base();
  called(after, {"mail", "CRM", "forgers"}, {0, 1, 2});
  CHECK(compare(before, after).changes.empty());

  std::erase_if(*after.sources, [](const auto& each) { return each.address == ip("203.0.113.1"); });
  called(after, {"mail", "forgers"}, {0, 1});
  for (const auto gone : {SourceClass::unlisted_legitimate, SourceClass::unknown,
                          SourceClass::listed, SourceClass::forwarder, SourceClass::unaffected}) {
    CAPTURE(gone);
    before.senders[1].source_class = gone;
    const auto changes = compare(before, after).changes;
    const bool matters = gone != SourceClass::forwarder && gone != SourceClass::unaffected;
    REQUIRE(changes.size() == (matters ? 1 : 0));
    if (!matters) continue;
    CHECK(changes[0].code == "sender_gone");
    CHECK(changes[0].text == "no longer seen: CRM (2 addresses)");
    CHECK(changes[0].severity == Severity::note);
    CHECK(changes[0].senders == std::vector<std::string>{"CRM"});
    CHECK(changes[0].sources == std::vector{ip("203.0.113.1"), ip("203.0.113.2")});
  }
  SUBCASE("not while it has others of its kin") {
    after.senders.push_back({"listed/CRM", "CRM", SourceClass::listed});
    CHECK(compare(before, after).changes.empty());
  }
  SUBCASE("nor where the run before does not know its senders") {
    before.senders.clear();
    before.sender_of.clear();
    CHECK(compare(before, after).changes.empty());
  }
}

TEST_CASE("what is listed now is told by the name it had while it was missing") {
  auto before = base();
  called(before, {"mail", "CRM", "forgers"}, {0, 1, 2});
  auto after = with(base(), "203.0.113.1", SourceClass::listed);
  called(after, {"mail", "ip4:203.0.113.1", "forgers"}, {0, 1, 2});
  const auto changes = compare(before, after).changes;
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].text == "previously missing from the record, now listed: CRM");
}

TEST_CASE("a run keeps the 200 largest senders that something vouches for, by their ids") {
  Assessment assessment{.domain = name("d.example"),
                        .spf = {.own = {.domain = name("d.example")}, .all_at = name("d.example")},
                        .dmarc = {.organizational_domain = name("d.example")}};
  const auto add = [&](Tie tie, std::string_view id, std::string_view address) {
    Source source(ip(address), std::make_shared<const LiveSpf>());
    source.sender = static_cast<std::uint32_t>(assessment.senders.size());
    source.signals.push_back({"no_evidence", ""});
    assessment.sources.push_back(std::move(source));
    auto& sender = assessment.senders.emplace_back();
    sender.tie = tie;
    sender.id = id;
    sender.name = "the " + sender.id;
  };
  add(Tie::no_sign, "suspected_spoof/no_sign:all", "203.0.113.1");
  add(Tie::service, "listed/service:desk", "203.0.113.2");
  add(Tie::mark, "listed/mark:desk", "203.0.113.3");
  add(Tie::mark, "listed/mark:desk", "203.0.113.4");
  for (int i = 0; i < 200; ++i) {
    add(Tie::network, "unknown/network:" + std::to_string(i), "192.0.2." + std::to_string(i));
  }
  const auto run = run_of(assessment);
  CHECK(run.senders.size() == 200);
  CHECK(std::ranges::is_sorted(run.senders, {}, &ledger::RunSender::id));
  const auto name_of_source = [&](std::string_view address) {
    for (std::size_t i = 0; i < run.sources->size(); ++i) {
      if ((*run.sources)[i].address != ip(address)) continue;
      return run.sender(i) == nullptr ? std::string() : run.sender(i)->name;
    }
    return std::string("not seen");
  };
  CHECK(name_of_source("203.0.113.1").empty());
  CHECK(name_of_source("203.0.113.2") == "the listed/service:desk");
  CHECK(name_of_source("203.0.113.4") == "the listed/mark:desk");
  CHECK(name_of_source("192.0.2.197") == "the unknown/network:197");
  CHECK(name_of_source("192.0.2.198").empty());
}

TEST_CASE("of many sources the first few are named and all are there") {
  auto after = base();
  for (int i = 10; i < 19; ++i) {
    after = with(after, "203.0.113." + std::to_string(i), SourceClass::unknown);
  }
  CHECK(only_change(after) ==
        "new_unknown_source: new unknown sender: 203.0.113.10, 203.0.113.11, 203.0.113.12, "
        "203.0.113.13, 203.0.113.14 and 4 more");
  CHECK(compare(base(), after).changes[0].sources.size() == 9);
}
