#include "run_memory.hpp"

#include <doctest/doctest.h>

#include "engine.hpp"
#include "fixture.hpp"
#include "statement.hpp"

using namespace hardfail;
using namespace hardfail::store;
using namespace hardfail::store::fixture;
using ledger::News;
using ledger::SourceClass;
using ledger::State;

namespace {

IpAddress ip(std::string_view text) { return IpAddress::parse(text).value(); }

ledger::Run run_of(int on_day, State state = State::ready) {
  return {name("example.com"),
          day(on_day),
          state,
          {{name("example.com"), "v=spf1 include:x.example ~all"}, {name("x.example"), ""}},
          {{{ip("192.0.2.1"), SourceClass::listed},
            {ip("192.0.2.2"), SourceClass::unknown, SourceClass::unknown},
            {ip("198.51.100.1"), SourceClass::listed},
            {ip("2001:db8::1"), SourceClass::unlisted_legitimate, SourceClass::listed}}},
          {{"listed/service:desk", "Desk", SourceClass::listed},
           {"unlisted_legitimate/mark:branch", "Branch", SourceClass::unlisted_legitimate}},
          {0, ledger::Run::no_sender, 0, 1}};
}

/// What SQL alone shows, and only in a file.
void check_value(const Engine& engine, std::string_view sql, std::int64_t expected) {
  if (engine.file() == nullptr) return;
  Connection connection(*engine.file(), OpenMode::existing);
  CHECK(Statement(connection, sql).first() == expected);
}

}  // namespace

TEST_CASE("a run comes back as it was saved") {
  const Engine engine;
  const auto store = engine.open();
  store->save_run(run_of(5), News::some);
  const auto runs = store->runs(name("example.com"));
  REQUIRE(runs.size() == 1);
  const auto saved = run_of(5);
  const auto& run = runs[0].first;
  CHECK(run.as_of == saved.as_of);
  CHECK(run.state == saved.state);
  CHECK(run.records == saved.records);
  CHECK(run.sources == saved.sources);
  CHECK(run.senders == saved.senders);
  CHECK(run.sender_of == saved.sender_of);
  CHECK(store->runs(name("example.net")).empty());
}

TEST_CASE("the records that runs found since some day are told without what else they found") {
  const Engine engine;
  const auto store = engine.open();
  const auto records_on = [&](int on_day) {
    auto run = run_of(on_day);
    run.records[name("example.com")] = on_day < 20 ? "v=spf1 ~all" : "v=spf1 -all";
    return run;
  };
  for (const int on_day : {5, 8, 12, 20, 25}) store->save_run(records_on(on_day), News::some);
  store->save_run(records_on(30), News::none);
  CHECK(store->records_of_runs(name("example.net"), day(0)).empty());
  const auto found = store->records_of_runs(name("example.com"), day(12));
  REQUIRE(found.size() == 2);
  CHECK(found[0].first == day(5));
  CHECK(found[0].last == day(12));
  CHECK(found[0].records == records_on(5).records);
  CHECK(found[1].first == day(20));
  CHECK(found[1].last == day(30));
  CHECK(found[1].records == records_on(20).records);
  CHECK(store->records_of_runs(name("example.com"), day(13)).size() == 1);
}

TEST_CASE("the last run is the one that judged as of the latest moment allowed") {
  const Engine engine;
  const auto store = engine.open();
  CHECK_FALSE(store->last_run(name("example.com"), Moment::max()).has_value());
  store->save_run(run_of(5, State::ready), News::some);
  store->save_run(run_of(9, State::parked), News::some);
  store->save_run(run_of(2, State::not_ready), News::some);
  CHECK(store->last_run(name("example.com"), day(100))->state == State::parked);
  CHECK(store->last_run(name("example.com"), day(8))->state == State::ready);
  CHECK_FALSE(store->last_run(name("example.com"), day(1)).has_value());
  CHECK(store->runs(name("example.com")).front().first.state == State::not_ready);
}

TEST_CASE("what a run found is held once for all runs in a row that found the same") {
  const Engine engine;
  const auto store = engine.open();
  for (int on_day = 0; on_day < 5; ++on_day) store->save_run(run_of(on_day), News::some);
  auto other = run_of(5);
  other.sources->at(1).source_class = SourceClass::forwarder;
  store->save_run(other, News::some);
  other.as_of = day(6);
  other.sources->at(0).mark = SourceClass::listed;
  store->save_run(other, News::some);
  check_value(engine, "SELECT count(DISTINCT findings) FROM run_class", 3);
  other.as_of = day(7);
  other.senders.front().name = "Help Desk";
  store->save_run(other, News::some);
  check_value(engine, "SELECT count(DISTINCT findings) FROM run_class", 4);
  check_value(engine, "SELECT count(*) FROM run", 4);
  CHECK(store->last_run(name("example.com"), day(9))->sources == other.sources);
}

TEST_CASE("of runs in a row that found the same, first and last moment and number are kept") {
  const Engine engine;
  const auto store = engine.open();
  if (engine.file() == nullptr) return;  // a server takes minutes for so many
  for (int on_day = 1; on_day <= 1500; ++on_day) store->save_run(run_of(on_day), News::none);
  store->save_run(run_of(700), News::none);  // asked as of the past
  check_value(engine, "SELECT count(*) FROM run", 1);
  const auto runs = store->runs(name("example.com"));
  REQUIRE(runs.size() == 1);
  CHECK(runs[0].first.as_of == day(1));
  CHECK(runs[0].last_as_of == day(1500));
  CHECK(runs[0].runs == 1501);
  CHECK(store->last_run(name("example.com"), day(2000))->as_of == day(1500));
  // Of those between, no moment is known.
  CHECK(store->last_run(name("example.com"), day(900))->as_of == day(1));
  CHECK_FALSE(store->last_run(name("example.com"), day(0)).has_value());
}

TEST_CASE("a run as of the past that found something else parts runs that found the same") {
  const Engine engine;
  const auto store = engine.open();
  for (int on_day = 1; on_day <= 9; ++on_day) store->save_run(run_of(on_day), News::none);
  store->save_run(run_of(5, State::parked), News::some);
  const auto runs = store->runs(name("example.com"));
  REQUIRE(runs.size() == 3);
  CHECK(runs[0].first.as_of == day(1));
  CHECK(runs[0].last_as_of == day(1));
  CHECK(runs[0].runs == 8);
  CHECK(runs[1].first.state == State::parked);
  CHECK(runs[1].last_as_of == day(5));
  CHECK(runs[2].first.as_of == day(9));
  CHECK(runs[2].first.sources == run_of(9).sources);
  CHECK(runs[2].runs == 1);
  CHECK(store->last_run(name("example.com"), day(4))->state == State::ready);
  CHECK(store->last_run(name("example.com"), day(8))->state == State::parked);
  CHECK(store->last_run(name("example.com"), day(9))->state == State::ready);
}

TEST_CASE("no number of runs pushes out one that told of a change, or what that was held against") {
  const Engine engine;
  const auto store = engine.open();
  if (engine.file() == nullptr) return;  // a server takes minutes for so many
  // Each saw another address, which is no news.
  const auto noise = [](int on_day) {
    auto run = run_of(on_day);
    run.sources->at(1).address = ip("192.0.2." + std::to_string(100 + on_day % 100));
    return run;
  };
  store->save_run(noise(0), News::some);
  for (int on_day = 1; on_day < 20; ++on_day) store->save_run(noise(on_day), News::none);
  auto changed = noise(20);
  changed.state = State::not_ready;
  store->save_run(changed, News::some);
  for (int on_day = 21; on_day <= 1100; ++on_day) store->save_run(noise(on_day), News::none);

  const auto runs = store->runs(name("example.com"));
  // The thousand latest, the two with news, and the one before the second of them.
  REQUIRE(runs.size() == 1003);
  CHECK(runs[0].first.as_of == day(0));
  CHECK(runs[0].last_as_of == day(18));
  CHECK(runs[0].runs == 19);
  CHECK(runs[1].first.as_of == day(19));
  CHECK(runs[2].first.state == State::not_ready);
  CHECK(runs[2].runs == 81);
  CHECK(runs[3].first.as_of == day(101));
  std::uint64_t all = 0;
  for (const auto& each : runs) all += each.runs;
  CHECK(all == 1101);
  check_value(engine, "SELECT count(DISTINCT findings) FROM run_class", 1003);
}

TEST_CASE("runs that were saved before changes were noted are never pushed out") {
  const Engine engine;
  if (engine.file() == nullptr) return;
  const auto store = engine.open();
  store->save_run(run_of(0), News::some);
  store->save_run(run_of(1, State::parked), News::none);
  store->save_run(run_of(2, State::not_ready), News::none);
  Connection(*engine.file(), OpenMode::existing).execute("UPDATE run SET is_news = NULL");
  for (int on_day = 3; on_day < 1100; ++on_day) {
    store->save_run(run_of(on_day, on_day % 2 == 0 ? State::parked : State::ready), News::none);
  }
  const auto runs = store->runs(name("example.com"));
  CHECK(runs[0].runs == 1);
  CHECK(runs[1].first.state == State::parked);
  CHECK(runs[2].first.state == State::not_ready);
}

TEST_CASE("a run that an earlier version saved has no sources to compare") {
  const Engine engine;
  if (engine.file() == nullptr) return;
  (void)engine.open();
  Connection(*engine.file(), OpenMode::existing)
      .execute(
          "INSERT INTO domain (id, name, reversed) VALUES (1, 'example.com', 'com.example.');"
          "INSERT INTO run (domain, run_at, last_at, state, spf_record) "
          "VALUES (1, 0, 0, 'ready', 'v=spf1')");
  const auto runs = engine.open(OpenMode::existing)->runs(name("example.com"));
  REQUIRE(runs.size() == 1);
  CHECK_FALSE(runs[0].first.sources.has_value());
  CHECK(runs[0].first.own_record() == "v=spf1");
}

TEST_CASE("a run that names what this version does not know is refused, and may be followed") {
  for (const char* sql : {"UPDATE run SET state = 'perfect'",
                          "UPDATE run_class SET class = 'relay' WHERE class = 'unknown'",
                          "UPDATE run_mark SET class = 'relay' WHERE class = 'unknown'",
                          "UPDATE run_sender SET class = 'relay' WHERE class = 'listed'",
                          "UPDATE run_sender SET ipv4 = x'c00002ff' WHERE class = 'listed'",
                          "UPDATE run_mark SET ipv4 = x'c00002ff' WHERE class = 'unknown'"}) {
    CAPTURE(sql);
    const Engine engine;
    if (engine.file() == nullptr) return;
    const auto store = engine.open();
    store->save_run(run_of(5), News::some);
    Connection(*engine.file(), OpenMode::existing).execute(sql);
    CHECK(failure_of([&] { (void)store->last_run(name("example.com"), day(9)); }) ==
          Failure::unusable_data);
    store->save_run(run_of(6), News::some);
    CHECK(store->last_run(name("example.com"), day(9))->sources == run_of(6).sources);
  }
}
