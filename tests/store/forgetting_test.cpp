#include "forgetting.hpp"

#include <doctest/doctest.h>

#include "engine.hpp"
#include "fixture.hpp"
#include "statement.hpp"

using namespace hardfail;
using namespace hardfail::store;
using namespace hardfail::store::fixture;

namespace {

/// Reports of two domains on days 1, 5 and 9, with a run and a mark for each.
class Held {
 protected:
  Held() {
    {
      const auto import = store->begin_import();
      for (const auto* domain : {"a.example", "b.example"}) {
        for (const int begin : {1, 5, 9}) {
          const auto id = domain + std::to_string(begin);
          save(*import, make_report(id, domain, days(begin, begin + 1), id),
               {row("192.0.2.1", domain, domain, 3), row("192.0.2.2", id + ".example", "", 4)});
        }
      }
      import->commit();
    }
    for (const auto* domain : {"a.example", "b.example"}) {
      store->save_run({name(domain), day(5), ledger::State::ready, {}, {}}, ledger::News::some);
      store->set_mark(name(domain), {*HostPattern::parse("192.0.2.1"), ledger::SourceClass::listed,
                                     "", day(5), ""});
    }
  }

  /// What SQL alone shows, and only in a file: nobody sees what a server has left of it.
  void check_count(const std::string& table, std::int64_t expected) {
    if (engine.file() == nullptr) return;
    Connection connection(*engine.file(), OpenMode::existing);
    CHECK(Statement(connection, "SELECT count(*) FROM " + table).first() == expected);
  }

  std::uint64_t messages_of(const char* domain) {
    std::uint64_t messages = 0;
    for (const auto& row : store->observations(name(domain), days(0, 99)).rows) {
      messages += row.messages;
    }
    return messages;
  }

  Engine engine;
  std::unique_ptr<Store> store = engine.open();
};

}  // namespace

TEST_CASE_FIXTURE(Held, "what ended by a moment goes with all that was held for it alone") {
  const auto forgotten = store->forget({.before = day(6)});
  CHECK(forgotten.reports == 4);
  CHECK(forgotten.rows == 8);
  CHECK(forgotten.messages == 28);
  CHECK(store->reports(std::nullopt).size() == 2);
  CHECK(messages_of("a.example") == 3);
  check_count("record", 4);
  check_count("authentication", 4);
  check_count("reporter", 2);
  check_count("report_domain", 4);
  CHECK(store->runs(name("a.example")).size() == 1);
  CHECK(store->marks(name("a.example")).size() == 1);
}

TEST_CASE_FIXTURE(Held, "a report whose period ends later stays") {
  CHECK(store->forget({.before = day(6) - std::chrono::seconds(1)}).reports == 2);
}

TEST_CASE_FIXTURE(Held, "of one domain, the other keeps all") {
  CHECK(store->forget({.domain = name("a.example")}).reports == 3);
  CHECK(store->domains().size() == 1);
  CHECK(messages_of("b.example") == 9);
  CHECK(store->forget({.domain = name("never.example")}).reports == 0);
}

TEST_CASE_FIXTURE(Held, "both together take what fulfils both") {
  CHECK(store->forget({.domain = name("a.example"), .before = day(6)}).reports == 2);
  CHECK(store->reports(std::nullopt).size() == 4);
}

TEST_CASE_FIXTURE(Held, "runs and marks go only where they are named") {
  const ledger::Forgetting all{
      .domain = name("a.example"), .takes_runs = true, .takes_marks = true};
  auto earlier = all;
  earlier.before = day(5);
  CHECK(store->forget(earlier).runs == 0);
  const auto forgotten = store->forget(all);
  CHECK(forgotten.runs == 1);
  CHECK(forgotten.marks == 1);
  CHECK(store->runs(name("a.example")).empty());
  CHECK(store->marks(name("a.example")).empty());
  CHECK(store->runs(name("b.example")).size() == 1);
  CHECK(store->marks(name("b.example")).size() == 1);
}

TEST_CASE_FIXTURE(Held, "a trial counts the same and deletes nothing") {
  const ledger::Forgetting forgetting{.before = day(6), .takes_runs = true, .takes_marks = true};
  const auto would = store->would_forget(forgetting);
  CHECK(store->reports(std::nullopt).size() == 6);
  const auto forgotten = store->forget(forgetting);
  CHECK(would.reports == forgotten.reports);
  CHECK(would.messages == forgotten.messages);
  CHECK(would.runs == forgotten.runs);
  CHECK(would.marks == forgotten.marks);
}

TEST_CASE_FIXTURE(Held, "an import that goes on beside it does not refer to what is gone") {
  const auto other = engine.open(OpenMode::existing);
  const auto import = other->begin_import();
  save(*import, make_report("x", "a.example", days(20, 21)),
       {row("192.0.2.1", "a.example1.example")}, {"a.xml", ""});
  import->commit();
  static_cast<void>(store->forget({.domain = name("a.example")}));
  save(*import, make_report("y", "a.example", days(21, 22)),
       {row("192.0.2.1", "a.example1.example")}, {"a.xml", ""});
  import->commit();
  check_count("record WHERE authentication NOT IN (SELECT id FROM authentication)", 0);
}

TEST_CASE("the file shrinks") {
  const Engine engine;
  if (engine.file() == nullptr) return;
  const auto store = engine.open();
  std::vector<report::Record> rows;
  for (int i = 0; i < 20'000; ++i) rows.push_back(row("192.0.2.1", "a.example"));
  {
    const auto import = store->begin_import();
    save(*import, make_report("1", "a.example", days(1, 2)), rows);
    import->commit();
  }
  static_cast<void>(store->forget({.before = day(0)}));
  const auto before = std::filesystem::file_size(*engine.file());
  static_cast<void>(store->forget({.before = day(9)}));
  CHECK(std::filesystem::file_size(*engine.file()) * 2 < before);
}
