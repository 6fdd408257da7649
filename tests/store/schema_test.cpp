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
