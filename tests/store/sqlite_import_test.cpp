#include "sqlite_import.hpp"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>

#include "fixture.hpp"
#include "hardfail/store/store.hpp"

using namespace hardfail;
using namespace hardfail::store;
using namespace hardfail::store::fixture;

namespace {

const auto one_row = std::vector{row("192.0.2.1", "example.com", "example.com", 3)};

/// Enough rows, each with a set of its own, not to fit into memory before they are written.
std::vector<report::Record> many_rows() {
  std::vector<report::Record> rows;
  for (int i = 0; i < 25'000; ++i) {
    auto record = row("192.0.2.1", "example.com", "example.com");
    edit(record, [i](auto& set) {
      set.dkim = {{name("example.com"), std::to_string(i), report::DkimResult::pass}};
    });
    rows.push_back(record);
  }
  return rows;
}

std::int64_t count(const TemporaryDirectory& directory, const std::string& table) {
  Connection connection(directory.database(), OpenMode::existing);
  return Statement(connection, "SELECT count(*) FROM " + table).first().value();
}

bool is_sound(const TemporaryDirectory& directory) {
  Connection connection(directory.database(), OpenMode::existing);
  Statement check(connection, "PRAGMA integrity_check");
  Statement foreign_keys(connection, "PRAGMA foreign_key_check");
  return check.step() && check.text(0) == "ok" && !foreign_keys.step();
}

}  // namespace

TEST_CASE("a duplicate or unreadable report leaves nothing, however long it was") {
  const TemporaryDirectory directory;
  const auto store = open_sqlite(directory.database(), OpenMode::create);
  const auto import = store->begin_import();
  const auto rows = many_rows();
  auto made = make_report("1", "example.com", days(1, 2));
  CHECK(save(*import, made, rows) == Saved::added);
  CHECK(save(*import, made, rows) == Saved::duplicate);

  auto foreign = rows;
  for (auto& record : foreign) {
    edit(record, [](auto& set) { set.header_from = name("other.example"); });
  }
  CHECK(save(*import, made, foreign) == Saved::duplicate);
  for (const auto& record : foreign) import->add(record);
  import->discard();
  import->add(one_row.front());
  import->discard();
  import->discard();

  // The numbers that the dropped rows had are given anew.
  CHECK(save(*import, make_report("2", "example.com", days(1, 2)), foreign) == Saved::added);
  CHECK(save(*import, make_report("3", "example.com", days(1, 2)), one_row) == Saved::added);
  import->commit();

  CHECK(count(directory, "record") == 50'001);
  CHECK(count(directory, "authentication") == 50'001);
  CHECK(count(directory, "report") == 3);
  CHECK(count(directory, "domain") == 2);
  CHECK(is_sound(directory));
  const auto seen = store->observations(name("other.example"), days(0, 9));
  CHECK(seen.reports == 1);
  CHECK(seen.rows.size() == 25'000);
  CHECK(store->observations(name("example.com"), days(0, 9)).rows.size() == 50'001);
}

TEST_CASE("few rows wait for the end of their report, many or large ones do not") {
  struct Case {
    const char* what;
    int rows;
    std::size_t octets;  ///< of what is new in each
    bool wait;
  };
  for (const auto& one : {Case{"few", 100, 10, true}, Case{"many", 12'000, 10, false},
                          Case{"large", 100, 100'000, false}}) {
    CAPTURE(one.what);
    const TemporaryDirectory directory;
    (void)open_sqlite(directory.database(), OpenMode::create);
    Connection connection(directory.database(), OpenMode::existing);
    SqliteImport import(connection);
    auto record = row("192.0.2.1", "example.com");
    for (int i = 0; i < one.rows; ++i) {
      edit(record, [&](auto& set) {
        set.reasons = {
            {report::OverrideType::other, std::to_string(i) + std::string(one.octets, 'x')}};
      });
      import.add(record);
    }
    Statement rows(connection, "SELECT count(*) FROM record");
    CHECK((rows.first() == 0) == one.wait);
    import.discard();
    CHECK(rows.first() == 0);
    for (const char* table : {"authentication", "domain"}) {
      CHECK(Statement(connection, std::string("SELECT count(*) FROM ") + table).first() == 0);
    }
  }
}

TEST_CASE("without a commit nothing is kept, and what was committed before stays") {
  const TemporaryDirectory directory;
  const auto store = open_sqlite(directory.database(), OpenMode::create);
  {
    const auto import = store->begin_import();
    save(*import, make_report("1", "example.com", days(1, 2)), one_row);
    import->commit();
    save(*import, make_report("2", "example.com", days(1, 2)), many_rows());
    import->reject({{"bad.xml", "", "it is bad"}, day(1)});
    for (const auto& record : many_rows()) import->add(record);
  }
  CHECK(store->reports(std::nullopt).size() == 1);
  CHECK(store->rejected_inputs().empty());
  CHECK(count(directory, "record") == 1);

  const auto import = store->begin_import();
  CHECK(save(*import, make_report("2", "example.com", days(1, 2)), many_rows()) == Saved::added);
  import->commit();
  CHECK(count(directory, "record") == 25'001);
}

TEST_CASE("an import killed at any point leaves a sound database, and is finished by another") {
  const TemporaryDirectory directory;
  std::array<int, 2> progress{};
  REQUIRE(pipe(progress.data()) == 0);
  const auto child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    const auto store = open_sqlite(directory.database(), OpenMode::create);
    const auto import = store->begin_import();
    save(*import, make_report("1", "example.com", days(1, 2)), many_rows());
    import->commit();
    const char told = 'x';
    for (int number = 2;; ++number) {
      save(*import, make_report(std::to_string(number), "example.com", days(1, 2)), many_rows());
      for (const auto& record : many_rows()) import->add(record);
      if (write(progress[1], &told, 1) != 1) _exit(1);
      import->discard();
    }
  }
  char told = 0;
  REQUIRE(read(progress[0], &told, 1) == 1);
  REQUIRE(kill(child, SIGKILL) == 0);
  REQUIRE(waitpid(child, nullptr, 0) == child);
  close(progress[0]);
  close(progress[1]);

  CHECK(is_sound(directory));
  CHECK(count(directory, "report") == 1);
  CHECK(count(directory, "record") == 25'000);
  const auto store = open_sqlite(directory.database(), OpenMode::existing);
  const auto import = store->begin_import();
  CHECK(save(*import, make_report("1", "example.com", days(1, 2)), many_rows()) ==
        Saved::duplicate);
  CHECK(save(*import, make_report("2", "example.com", days(1, 2)), many_rows()) == Saved::added);
  import->commit();
  CHECK(is_sound(directory));
}

TEST_CASE("two imports at once wait for each other, and neither loses or doubles a report") {
  const TemporaryDirectory directory;
  constexpr int reports = 300;
  std::array<pid_t, 2> children{};
  for (std::size_t number = 0; number < children.size(); ++number) {
    const auto child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      // Both make the database, and half of the reports are the same.
      const auto failure = failure_of([&] {
        const auto store = open_sqlite(directory.database(), OpenMode::create);
        const auto import = store->begin_import();
        for (int id = 0; id < reports; ++id) {
          const auto mine =
              id % 2 == 0 ? std::to_string(id) : std::to_string(number) + "-" + std::to_string(id);
          save(*import, make_report(mine, "example.com", days(1, 2)),
               {row("192.0.2.1", "d" + mine + ".example.com", "", 1)});
          import->commit();
        }
      });
      _exit(failure ? static_cast<int>(*failure) : 0);
    }
    children[number] = child;
  }
  for (const auto child : children) {
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    CHECK(status == 0);
  }
  CHECK(is_sound(directory));
  CHECK(count(directory, "report") == reports + reports / 2);
  CHECK(count(directory, "record") == reports + reports / 2);
  const auto store = open_sqlite(directory.database(), OpenMode::existing);
  CHECK(store->observations(name("d0.example.com"), days(0, 9)).rows.size() == 1);
}
