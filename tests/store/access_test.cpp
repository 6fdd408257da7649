#include "access.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <functional>
#include <string>

#include "connection.hpp"
#include "fixture.hpp"
#include "migrations.hpp"
#include "skip.hpp"

using namespace hardfail;
using namespace hardfail::store;
using namespace hardfail::store::fixture;

namespace {

/// A database with one report in a folder that others may look into, not write to.
class Foreign {
 protected:
  Foreign() {
    ::umask(022);
    ::chmod(directory.path().c_str(), 0755);
    add("1");
  }

  void add(const std::string& id) {
    const auto store = open_sqlite(file, OpenMode::create);
    add(id, *store);
  }

  static void add(const std::string& id, Store& store) {
    const auto import = store.begin_import();
    save(*import, make_report(id, "example.com", days(1, 2)), {row("192.0.2.1", "example.com")});
    import->commit();
  }

  /// What is there besides the database.
  [[nodiscard]] long files() const {
    return std::distance(std::filesystem::directory_iterator(directory.path()), {}) - 1;
  }

  TemporaryDirectory directory;
  std::filesystem::path file = directory.database();
};

/// Whether `action` holds for a user who may write nothing here: in a child, since root may write
/// anything. Where the tests are not run by root nobody else can be had.
bool holds_for_nobody(const std::function<bool()>& action) {
  if (::geteuid() != 0) {
    test::skip("the right to become another user");
    return true;
  }
  const auto child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    constexpr uid_t nobody = 65534;
    bool holds = false;
    try {
      holds = ::setuid(nobody) == 0 && action();
    } catch (const Error& error) {
      std::fprintf(stderr, "%s\n", error.what());
    }
    ::_exit(holds ? 0 : 1);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

std::size_t reports_in(const std::filesystem::path& file) {
  return open_sqlite(file, OpenMode::reading)->reports(std::nullopt).size();
}

}  // namespace

TEST_CASE_FIXTURE(Foreign, "who may not write a database reads it, and leaves nothing beside it") {
  CHECK(files() == 0);
  CHECK(holds_for_nobody([&] {
    const auto store = open_sqlite(file, OpenMode::reading);
    const auto domain = name("example.com");
    return !store->may_write() && store->domains().size() == 1 &&
           store->reports(domain).size() == 1 && store->rejected_inputs().empty() &&
           store->known_files().empty() && store->observations(domain, days(0, 9)).reports == 1 &&
           store->reported_span(domain) && store->runs(domain).empty() &&
           !store->last_run(domain, day(9)) && store->marks(domain).empty() &&
           store->known_hosts({}, day(9)).empty() && store->known_answers(day(9)).empty() &&
           store->would_forget({.domain = domain}).reports == 1;
  }));
  CHECK(files() == 0);
  CHECK(open_sqlite(file, OpenMode::reading)->may_write() == (::geteuid() == 0));
}

TEST_CASE_FIXTURE(Foreign, "whoever may not write is told so where something is to be kept") {
  CHECK(holds_for_nobody([&] {
    const auto store = open_sqlite(file, OpenMode::reading);
    const auto run = ledger::Run{name("example.com"), day(5), ledger::State::ready, {}, {}};
    return failure_of([&] { store->save_run(run, ledger::News::some); }) == Failure::io &&
           failure_of([&] {
             store->set_mark(name("example.com"), {*HostPattern::parse("192.0.2.1"),
                                                   ledger::SourceClass::listed, "", day(1), ""});
           }) == Failure::io &&
           failure_of([&] { (void)open_sqlite(file, OpenMode::existing); }) == Failure::io;
  }));
}

TEST_CASE_FIXTURE(Foreign, "a name with odd characters is read as any other") {
  const auto odd = directory.path() / "a?b#c%41 \xc3\xa4.db";
  std::filesystem::copy_file(file, odd);
  CHECK(holds_for_nobody([&] { return reports_in(odd) == 1; }));
}

TEST_CASE_FIXTURE(Foreign,
                  "while an import runs, its commits are read by those who may not write") {
  const auto store = open_sqlite(file, OpenMode::create);
  add("2", *store);
  const auto import = store->begin_import();
  save(*import, make_report("3", "example.com", days(1, 2)), {row("192.0.2.1", "example.com")});
  CHECK(files() == 2);
  CHECK(holds_for_nobody([&] { return reports_in(file) == 2; }));
  import->commit();
  CHECK(holds_for_nobody([&] { return reports_in(file) == 3; }));
}

TEST_CASE_FIXTURE(Foreign, "after an import that was killed, its commits are read") {
  const auto child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    const auto store = open_sqlite(file, OpenMode::existing);
    add("2", *store);
    ::_exit(0);  // without closing it
  }
  REQUIRE(::waitpid(child, nullptr, 0) == child);
  REQUIRE(files() == 2);
  CHECK(holds_for_nobody([&] { return reports_in(file) == 2; }));

  // Without its index nobody can read the log who may not make one.
  std::filesystem::remove(file.string() + "-shm");
  CHECK(holds_for_nobody([&] { return failure_of([&] { reports_in(file); }) == Failure::io; }));
  CHECK(reports_in(file) == 2);
}

TEST_CASE_FIXTURE(Foreign, "what was written while it was read is not answered from") {
  std::array<int, 2> go{};
  std::array<int, 2> ready{};
  REQUIRE(::pipe(go.data()) == 0);
  REQUIRE(::pipe(ready.data()) == 0);
  if (::geteuid() != 0) return test::skip("the right to become another user");
  const auto child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    char octet = 0;
    if (::setuid(65534) != 0) ::_exit(2);
    const auto store = open_sqlite(file, OpenMode::reading);
    const bool is_read = store->reports(std::nullopt).size() == 1;
    if (::write(ready[1], "r", 1) != 1 || ::read(go[0], &octet, 1) != 1) ::_exit(3);
    const auto failure = failure_of([&] { (void)store->reports(std::nullopt); });
    ::_exit(is_read && failure == Failure::database_busy && reports_in(file) == 2 ? 0 : 1);
  }
  char octet = 0;
  REQUIRE(::read(ready[0], &octet, 1) == 1);
  add("2");
  REQUIRE(::write(go[1], "g", 1) == 1);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
  for (const auto& end : {go, ready}) {
    ::close(end[0]);
    ::close(end[1]);
  }
}

TEST_CASE_FIXTURE(Foreign,
                  "an older schema that may not be changed is told, as is an unreadable file") {
  const auto older = directory.path() / "older.db";
  {
    Connection connection(older, OpenMode::create);
    for (const auto* migration : migrations().first(7)) connection.execute(migration);
    connection.execute("PRAGMA user_version = 7; PRAGMA application_id = 0x68666462;");
  }
  CHECK(holds_for_nobody([&] {
    try {
      (void)open_sqlite(older, OpenMode::reading);
    } catch (const Error& error) {
      return error.failure() == Failure::io &&
             std::string(error.what()).find("older hardfail") != std::string::npos;
    }
    return false;
  }));
  ::chmod(file.c_str(), 0600);
  CHECK(holds_for_nobody([&] { return failure_of([&] { reports_in(file); }) == Failure::io; }));
  CHECK(failure_of([&] { reports_in(directory.path() / "none.db"); }) == Failure::no_input);
}
