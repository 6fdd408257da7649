#include "connection.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "fixture.hpp"
#include "statement.hpp"

using namespace hardfail;
using namespace hardfail::store;
using namespace hardfail::store::fixture;

namespace {

void write_file(const std::filesystem::path& path, const std::string& content) {
  std::ofstream(path, std::ios::binary) << content;
}

/// Whether opening `path` fails so for a user who is not root; run in a child, because root may
/// write anything.
bool fails_for_nobody(const std::filesystem::path& path, Failure expected) {
  const auto child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    constexpr uid_t nobody = 65534;
    if (geteuid() == 0 && setuid(nobody) != 0) _exit(2);
    const auto failure = failure_of([&] { (void)open_sqlite(path, OpenMode::create); });
    _exit(failure == expected ? 0 : 1);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

TEST_CASE("a database and its directories are made where they may be") {
  const TemporaryDirectory directory;
  const auto path = directory.path() / "a" / "b" / "hardfail.db";
  CHECK(failure_of([&] { (void)open_sqlite(path, OpenMode::existing); }) == Failure::no_input);
  CHECK_FALSE(std::filesystem::exists(directory.path() / "a"));
  CHECK(open_sqlite(path, OpenMode::create) != nullptr);
  CHECK(open_sqlite(path, OpenMode::existing) != nullptr);
}

TEST_CASE("a name that the engine gives a meaning of its own is a file name like any other") {
  const TemporaryDirectory directory;
  CHECK(failure_of([] { (void)open_sqlite("", OpenMode::create); }) == Failure::no_input);
  for (const char* odd : {":memory:", "file:x?mode=memory"}) {
    CAPTURE(odd);
    CHECK(open_sqlite(directory.path() / odd, OpenMode::create) != nullptr);
    CHECK(std::filesystem::is_regular_file(directory.path() / odd));
  }
}

TEST_CASE("what is not a database is refused and left as it is") {
  const TemporaryDirectory directory;
  const auto path = directory.database();
  const std::string content(4096, 'x');
  write_file(path, content);
  for (const auto mode : {OpenMode::create, OpenMode::existing}) {
    CHECK(failure_of([&] { (void)open_sqlite(path, mode); }) == Failure::unusable_data);
  }
  CHECK(std::filesystem::file_size(path) == content.size());
}

TEST_CASE("an empty file is not a database yet") {
  const TemporaryDirectory directory;
  write_file(directory.database(), "");
  CHECK(failure_of([&] { (void)open_sqlite(directory.database(), OpenMode::existing); }) ==
        Failure::no_input);
  CHECK(open_sqlite(directory.database(), OpenMode::create) != nullptr);
}

TEST_CASE("a path where no file can be is refused") {
  const TemporaryDirectory directory;
  write_file(directory.path() / "file", "");
  CHECK(failure_of([&] {
          (void)open_sqlite(directory.path() / "file" / "x.db", OpenMode::create);
        }) == Failure::cannot_create);
  CHECK(failure_of([&] { (void)open_sqlite(directory.path(), OpenMode::create); }) ==
        Failure::cannot_create);
}

TEST_CASE("without the right to write nothing is opened or created") {
  const TemporaryDirectory directory;
  REQUIRE(chmod(directory.path().c_str(), 0755) == 0);
  CHECK(fails_for_nobody(directory.path() / "new" / "x.db", Failure::cannot_create));
  (void)open_sqlite(directory.database(), OpenMode::create);
  REQUIRE(chmod(directory.database().c_str(), 0444) == 0);
  CHECK(fails_for_nobody(directory.database(), Failure::io));
  REQUIRE(chmod(directory.database().c_str(), 0666) == 0);
  REQUIRE(chmod(directory.path().c_str(), 0555) == 0);
  CHECK(fails_for_nobody(directory.database(), Failure::io));
}

TEST_CASE("a damaged database is said to be one") {
  const TemporaryDirectory directory;
  {
    const auto store = open_sqlite(directory.database(), OpenMode::create);
    const auto import = store->begin_import();
    save(*import, make_report("1", "example.com", days(1, 2)), {row("192.0.2.1", "example.com")});
    import->commit();
  }
  const auto size = std::filesystem::file_size(directory.database());
  std::fstream file(directory.database(), std::ios::binary | std::ios::in | std::ios::out);
  file.seekp(4096);
  file << std::string(size - 4096, '\x55');
  file.close();
  CHECK(failure_of([&] {
          const auto store = open_sqlite(directory.database(), OpenMode::existing);
          (void)store->observations(name("example.com"), days(0, 9));
        }) == Failure::unusable_data);
}

TEST_CASE("whoever waits too long for another's transaction is told so") {
  const TemporaryDirectory directory;
  (void)open_sqlite(directory.database(), OpenMode::create);
  Connection first(directory.database(), OpenMode::existing);
  Connection second(directory.database(), OpenMode::existing, std::chrono::milliseconds(20));
  const Transaction held(first);
  CHECK(failure_of([&] { const Transaction refused(second); }) == Failure::database_busy);
}

TEST_CASE("a transaction that is not committed, and a savepoint that is undone, leave nothing") {
  const TemporaryDirectory directory;
  Connection connection(directory.database(), OpenMode::create);
  connection.execute("CREATE TABLE t (x TEXT)");
  const auto rows = [&] { return Statement(connection, "SELECT count(*) FROM t").first(); };
  {
    const Transaction transaction(connection);
    connection.execute("INSERT INTO t VALUES ('a')");
  }
  CHECK(rows() == 0);
  {
    Transaction transaction(connection);
    Savepoint undone(connection);
    connection.execute("INSERT INTO t VALUES ('a')");
    undone.undo();
    Savepoint kept(connection);
    connection.execute("INSERT INTO t VALUES ('b')");
    kept.keep();
    transaction.commit();
  }
  CHECK(rows() == 1);
}

TEST_CASE("texts come back octet by octet, whatever they hold") {
  const TemporaryDirectory directory;
  Connection connection(directory.database(), OpenMode::create);
  connection.execute("CREATE TABLE t (x TEXT NOT NULL)");
  Statement insert(connection, "INSERT INTO t VALUES (?1)");
  Statement read(connection, "SELECT x FROM t ORDER BY rowid");
  const std::vector<std::string> texts = {"", "plain", std::string("a\0b", 3), "\xff\xfe", "'; --"};
  insert.run(std::string_view());
  for (const auto& text : texts) insert.run(text);
  REQUIRE(read.step());
  CHECK(read.text(0).empty());
  for (const auto& text : texts) {
    REQUIRE(read.step());
    CHECK(read.text(0) == text);
  }
  CHECK_FALSE(read.step());
}
