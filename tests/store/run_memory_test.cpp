#include "run_memory.hpp"

#include <doctest/doctest.h>

#include "fixture.hpp"
#include "statement.hpp"

using namespace hardfail;
using namespace hardfail::store;
using namespace hardfail::store::fixture;
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

std::optional<std::int64_t> value_of(const TemporaryDirectory& directory, std::string_view sql) {
  Connection connection(directory.database(), OpenMode::existing);
  return Statement(connection, sql).first();
}

}  // namespace

TEST_CASE("a run comes back as it was saved") {
  const TemporaryDirectory directory;
  const auto store = open_sqlite(directory.database(), OpenMode::create);
  store->save_run(run_of(5));
  const auto runs = store->runs(name("example.com"));
  REQUIRE(runs.size() == 1);
  const auto saved = run_of(5);
  CHECK(runs[0].as_of == saved.as_of);
  CHECK(runs[0].state == saved.state);
  CHECK(runs[0].records == saved.records);
  CHECK(runs[0].sources == saved.sources);
  CHECK(runs[0].senders == saved.senders);
  CHECK(runs[0].sender_of == saved.sender_of);
  CHECK(store->runs(name("example.net")).empty());
}

TEST_CASE("the last run is the one that judged as of the latest moment allowed") {
  const TemporaryDirectory directory;
  const auto store = open_sqlite(directory.database(), OpenMode::create);
  CHECK_FALSE(store->last_run(name("example.com"), Moment::max()).has_value());
  store->save_run(run_of(5, State::ready));
  store->save_run(run_of(9, State::parked));
  store->save_run(run_of(2, State::not_ready));
  CHECK(store->last_run(name("example.com"), day(100))->state == State::parked);
  CHECK(store->last_run(name("example.com"), day(8))->state == State::ready);
  CHECK_FALSE(store->last_run(name("example.com"), day(1)).has_value());
  CHECK(store->runs(name("example.com")).front().state == State::not_ready);
}

TEST_CASE("what a run found is held once for all runs in a row that found the same") {
  const TemporaryDirectory directory;
  const auto store = open_sqlite(directory.database(), OpenMode::create);
  for (int on_day = 0; on_day < 5; ++on_day) store->save_run(run_of(on_day));
  auto other = run_of(5);
  other.sources->at(1).source_class = SourceClass::forwarder;
  store->save_run(other);
  other.as_of = day(6);
  other.sources->at(0).mark = SourceClass::listed;
  store->save_run(other);
  CHECK(value_of(directory, "SELECT count(DISTINCT findings) FROM run_class") == 3);
  other.as_of = day(7);
  other.senders.front().name = "Help Desk";
  store->save_run(other);
  CHECK(value_of(directory, "SELECT count(DISTINCT findings) FROM run_class") == 4);
  CHECK(store->runs(name("example.com")).size() == 8);
  CHECK(store->last_run(name("example.com"), day(9))->sources == other.sources);
}

TEST_CASE("past a thousand runs of a domain the earliest go, with what only they found") {
  const TemporaryDirectory directory;
  const auto store = open_sqlite(directory.database(), OpenMode::create);
  auto first = run_of(0);
  first.records.clear();
  store->save_run(first);
  for (int on_day = 1; on_day <= 1001; ++on_day) store->save_run(run_of(on_day));
  const auto runs = store->runs(name("example.com"));
  REQUIRE(runs.size() == 1000);
  CHECK(runs.front().as_of == day(2));
  CHECK(runs.front().records == run_of(2).records);
  CHECK(value_of(directory, "SELECT count(DISTINCT findings) FROM run_mark") == 1);
  CHECK(value_of(directory, "SELECT count(DISTINCT findings) FROM run_class") == 1);
  CHECK(value_of(directory, "SELECT count(DISTINCT findings) FROM run_sender") == 1);
}

TEST_CASE("a run that an earlier version saved has no sources to compare") {
  const TemporaryDirectory directory;
  (void)open_sqlite(directory.database(), OpenMode::create);
  Connection(directory.database(), OpenMode::existing)
      .execute(
          "INSERT INTO domain (id, name, reversed) VALUES (1, 'example.com', 'com.example.');"
          "INSERT INTO run (domain, run_at, state, spf_record) VALUES (1, 0, 'ready', 'v=spf1')");
  const auto runs =
      open_sqlite(directory.database(), OpenMode::existing)->runs(name("example.com"));
  REQUIRE(runs.size() == 1);
  CHECK_FALSE(runs[0].sources.has_value());
  CHECK(runs[0].own_record() == "v=spf1");
}

TEST_CASE("a run that names what this version does not know is refused, and may be followed") {
  for (const char* sql : {"UPDATE run SET state = 'perfect'",
                          "UPDATE run_class SET class = 'relay' WHERE class = 'unknown'",
                          "UPDATE run_mark SET class = 'relay' WHERE class = 'unknown'",
                          "UPDATE run_sender SET class = 'relay' WHERE class = 'listed'",
                          "UPDATE run_sender SET ipv4 = x'c00002ff' WHERE class = 'listed'",
                          "UPDATE run_mark SET ipv4 = x'c00002ff' WHERE class = 'unknown'"}) {
    CAPTURE(sql);
    const TemporaryDirectory directory;
    const auto store = open_sqlite(directory.database(), OpenMode::create);
    store->save_run(run_of(5));
    Connection(directory.database(), OpenMode::existing).execute(sql);
    CHECK(failure_of([&] { (void)store->last_run(name("example.com"), day(9)); }) ==
          Failure::unusable_data);
    store->save_run(run_of(6));
    CHECK(store->last_run(name("example.com"), day(9))->sources == run_of(6).sources);
  }
}
