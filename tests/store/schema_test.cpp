#include "schema.hpp"

#include <doctest/doctest.h>

#include "fixture.hpp"
#include "migrations.hpp"
#include "statement.hpp"

using namespace hardfail;
using namespace hardfail::store;
using namespace hardfail::store::fixture;

namespace {

std::optional<std::int64_t> value_of(Connection& connection, std::string_view sql) {
  return Statement(connection, sql).first();
}

}  // namespace

TEST_CASE("a new file gets every migration, and our mark") {
  const TemporaryDirectory directory;
  (void)open_sqlite(directory.database(), OpenMode::create);
  Connection connection(directory.database(), OpenMode::existing);
  CHECK(value_of(connection, "PRAGMA user_version") ==
        static_cast<std::int64_t>(migrations().size()));
  CHECK(value_of(connection, "PRAGMA application_id") == 0x68666462);
}

TEST_CASE("a database that is not ours to use is refused and left as it is") {
  struct Refused {
    const char* what;
    const char* sql;
  };
  for (const auto& one : {Refused{"another mark", "PRAGMA application_id = 1"},
                          Refused{"tables without a mark", "CREATE TABLE t (x)"},
                          Refused{"a version without a mark", "PRAGMA user_version = 1"},
                          Refused{"newer than this program",
                                  "PRAGMA application_id = 0x68666462;"
                                  "PRAGMA user_version = 1000"},
                          Refused{"no version", "PRAGMA application_id = 0x68666462"}}) {
    CAPTURE(one.what);
    const TemporaryDirectory directory;
    Connection(directory.database(), OpenMode::create).execute(one.sql);
    for (const auto mode : {OpenMode::create, OpenMode::existing}) {
      CHECK(failure_of([&] { (void)open_sqlite(directory.database(), mode); }) ==
            Failure::unusable_data);
    }
    Connection connection(directory.database(), OpenMode::existing);
    CHECK(value_of(connection, "SELECT count(*) FROM sqlite_schema WHERE name = 'report'") == 0);
    CHECK(value_of(connection,
                   "SELECT count(*) FROM pragma_journal_mode WHERE journal_mode = "
                   "'delete'") == 1);
  }
}

TEST_CASE(
    "marks and runs of a database from before marks had names are read, and can be added to") {
  const TemporaryDirectory directory;
  {
    Connection connection(directory.database(), OpenMode::create);
    for (const auto* migration : migrations().first(3)) connection.execute(migration);
    connection.execute(
        "PRAGMA user_version = 3; PRAGMA application_id = 0x68666462;"
        "INSERT INTO domain (id, name, reversed) VALUES (1, 'example.com', 'com.example.');"
        "INSERT INTO mark VALUES (1, '192.0.2.1', 'listed', 'ours', 0);"
        "INSERT INTO run VALUES (1, 1, 0, 'ready', '', 1);"
        "INSERT INTO run_class VALUES (1, 'forwarder', x'c0000201', x'')");
  }
  const auto store = open_sqlite(directory.database(), OpenMode::existing);
  auto mark = store->marks(name("example.com")).at(0);
  CHECK(mark.note == "ours");
  CHECK(mark.name.empty());
  mark.name = "Scanner";
  store->set_mark(name("example.com"), mark);
  CHECK(store->marks(name("example.com")).at(0).name == "Scanner");

  auto run = store->runs(name("example.com")).at(0).first;
  REQUIRE(run.sources->size() == 1);
  CHECK_FALSE(run.sources->front().mark);
  run.sources->front().mark = ledger::SourceClass::forwarder;
  store->save_run(run, ledger::News::some);
  CHECK(store->last_run(name("example.com"), day(1))->sources == run.sources);
}

TEST_CASE("a run from before senders were kept is read without them, and the next one has them") {
  const TemporaryDirectory directory;
  {
    Connection connection(directory.database(), OpenMode::create);
    for (const auto* migration : migrations().first(5)) connection.execute(migration);
    connection.execute(
        "PRAGMA user_version = 5; PRAGMA application_id = 0x68666462;"
        "INSERT INTO domain (id, name, reversed) VALUES (1, 'example.com', 'com.example.');"
        "INSERT INTO run VALUES (1, 1, 0, 'ready', '', 1);"
        "INSERT INTO run_class VALUES (1, 'listed', x'c0000201', x'')");
  }
  const auto store = open_sqlite(directory.database(), OpenMode::existing);
  auto run = store->runs(name("example.com")).at(0).first;
  REQUIRE(run.sources->size() == 1);
  CHECK(run.sender_of.empty());
  CHECK(run.sender(0) == nullptr);
  run.senders = {{"listed/service:desk", "Desk", ledger::SourceClass::listed}};
  run.sender_of = {0};
  store->save_run(run, ledger::News::some);
  CHECK(store->last_run(name("example.com"), day(1))->sender(0)->name == "Desk");
}

TEST_CASE("a migration that is cut short leaves no half of a schema") {
  const TemporaryDirectory directory;
  Connection connection(directory.database(), OpenMode::create);
  {
    const Transaction transaction(connection);
    connection.execute(migrations()[0]);
  }
  CHECK(value_of(connection, "SELECT count(*) FROM sqlite_schema") == 0);
  CHECK_NOTHROW(bring_up_to_date(connection, OpenMode::create));
}
