#include "run_basis.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "engine.hpp"
#include "fixture.hpp"
#include "statement.hpp"

using namespace hardfail;
using namespace hardfail::store;
using namespace hardfail::store::fixture;
using ledger::AnswerUse;
using ledger::News;
using ledger::State;

namespace {

constexpr std::uint16_t txt = 16;

class Kept {
 protected:
  /// Saves a run of that day that differs from the one before, and what it was judged by.
  void save(int on_day, const ledger::Basis& basis, News news = News::some,
            const char* domain = "example.com") {
    const auto state = on_day % 2 == 0 ? State::ready : State::not_ready;
    store->save_run({name(domain), day(on_day), state, {}, {}}, news, &basis);
  }

  /// Checks what SQL alone shows, and only in a file.
  void check_count(const char* table, std::int64_t expected) const {
    if (engine.file() == nullptr) return;
    CAPTURE(table);
    Connection connection(*engine.file(), OpenMode::existing);
    CHECK(Statement(connection, std::string("SELECT count(*) FROM ") + table).first() == expected);
  }

  std::uint64_t number_of(std::size_t place) {
    return store->run_numbers(name("example.com")).at(place).number;
  }

  const ledger::Basis usual{
      "--days=90",
      {{AnswerUse::verdict, name("example.com"), txt, "answered", {}, {0, 2, 1, 'v'}},
       {AnswerUse::services, name("example.com"), txt, "answered", {}, {0, 2, 1, 'v'}},
       {AnswerUse::host_name, name("1.2.0.192.in-addr.arpa"), 12, "none", {1, 2}, {}}}};
  Engine engine;
  std::unique_ptr<Store> store = engine.open();
};

}  // namespace

TEST_CASE_FIXTURE(Kept, "what a run was judged by comes back as it was saved, under its number") {
  save(1, usual);
  const auto numbers = store->run_numbers(name("example.com"));
  REQUIRE(numbers.size() == 1);
  CHECK(numbers[0].is_replayable);
  const auto found = store->replayable(numbers[0].number);
  REQUIRE(found.has_value());
  CHECK(found->domain == name("example.com"));
  REQUIRE(found->basis != nullptr);
  CHECK(found->basis->settings == usual.settings);
  REQUIRE(found->basis->answers.size() == usual.answers.size());
  for (const auto& saved : usual.answers) {
    CHECK(std::ranges::count_if(found->basis->answers, [&](const auto& each) {
            return each.use == saved.use && each.name == saved.name && each.type == saved.type &&
                   each.outcome == saved.outcome && each.aliases == saved.aliases &&
                   each.records == saved.records;
          }) == 1);
  }
  CHECK_FALSE(store->replayable(numbers[0].number + 1).has_value());
  CHECK_FALSE(store->replayable(UINT64_MAX).has_value());
}

TEST_CASE_FIXTURE(Kept, "an answer is held once however many runs had it") {
  save(1, usual);
  auto other = usual;
  other.answers[0].records = {0, 2, 1, 'w'};
  save(2, other);
  save(1, usual, News::some, "example.net");
  check_count("run_answer", 9);
  check_count("used_answer", 4);
  CHECK(store->replayable(number_of(1))->basis->answers.size() == 3);
}

TEST_CASE_FIXTURE(Kept,
                  "a run that told of no change, or found what the last one found, keeps none") {
  save(1, usual);
  save(3, usual);  // the same state again
  save(4, usual, News::none);
  store->save_run({name("example.com"), day(5), State::parked, {}, {}}, News::some);
  const auto numbers = store->run_numbers(name("example.com"));
  REQUIRE(numbers.size() == 3);
  CHECK(numbers[0].is_replayable);
  CHECK_FALSE(numbers[1].is_replayable);
  CHECK_FALSE(numbers[2].is_replayable);
  CHECK(store->replayable(numbers[1].number)->basis == nullptr);
  check_count("run_basis", 1);
}

TEST_CASE_FIXTURE(Kept, "the latest fifty of a domain are kept, and nothing that only others had") {
  auto first = usual;
  first.answers[0].name = name("old.example");
  save(0, first);
  save(0, usual, News::some, "example.net");
  for (int on_day = 1; on_day < 50; ++on_day) save(on_day, usual);
  CHECK(store->run_numbers(name("example.com")).front().is_replayable);
  check_count("used_answer", 4);

  save(50, usual);
  const auto numbers = store->run_numbers(name("example.com"));
  CHECK_FALSE(numbers.front().is_replayable);
  CHECK(std::ranges::count(numbers, true, &ledger::RunNumber::is_replayable) == 50);
  check_count("used_answer", 3);
  check_count("run_answer", 51 * 3);
}

TEST_CASE_FIXTURE(Kept, "what runs were judged by goes with them") {
  save(1, usual);
  save(2, usual, News::some, "example.net");
  const auto gone = number_of(0);
  const auto other = store->run_numbers(name("example.net")).front().number;
  (void)store->forget({.domain = name("example.com"), .takes_runs = true});
  CHECK_FALSE(store->replayable(gone).has_value());
  REQUIRE(store->replayable(other).has_value());
  CHECK(store->replayable(other)->basis != nullptr);
  check_count("run_basis", 1);
  check_count("used_answer", 3);
  (void)store->forget({.domain = name("example.net"), .takes_runs = true});
  check_count("run_basis", 0);
  check_count("run_answer", 0);
  check_count("used_answer", 0);
}

TEST_CASE_FIXTURE(Kept, "an answer whose use this version does not know is refused") {
  if (engine.file() == nullptr) return;  // SQL on the file alone makes one
  save(1, usual);
  {
    Connection connection(*engine.file(), OpenMode::existing);
    connection.execute("UPDATE used_answer SET use = 'decoration' WHERE use = 'verdict'");
  }
  CHECK(failure_of([&] { (void)store->replayable(number_of(0)); }) == Failure::unusable_data);
}
