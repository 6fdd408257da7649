#include "answer_cache.hpp"

#include <doctest/doctest.h>

#include "fixture.hpp"
#include "statement.hpp"

using namespace hardfail;
using namespace hardfail::store;
using namespace hardfail::store::fixture;

TEST_CASE("an answer is known until it expires, by its name and type, and that there is none too") {
  constexpr std::uint16_t txt = 16;
  constexpr std::uint16_t a = 1;
  const TemporaryDirectory directory;
  const auto store = open_sqlite(directory.database(), OpenMode::create);
  const std::vector<ledger::KnownAnswer> answers = {
      {name("_spf.example.com"), txt, true, {0, 2, 1, 'v'}, day(5)},
      {name("_spf.example.com"), a, true, {}, day(5)},
      {name("gone.example.com"), txt, false, {}, day(9)},
  };
  store->save_known_answers(answers, day(1));

  const auto known = store->known_answer(name("_spf.example.com"), txt, day(4));
  REQUIRE(known.has_value());
  CHECK(known->name == answers[0].name);
  CHECK(known->type == txt);
  CHECK(known->exists);
  CHECK(known->records == answers[0].records);
  CHECK(known->expires == day(5));
  CHECK(store->known_answer(name("_spf.example.com"), a, day(4))->records.empty());
  CHECK_FALSE(store->known_answer(name("gone.example.com"), txt, day(4))->exists);
  CHECK_FALSE(store->known_answer(name("other.example.com"), txt, day(4)).has_value());
  CHECK_FALSE(store->known_answer(name("_spf.example.com"), txt, day(5)).has_value());

  const std::vector<ledger::KnownAnswer> newer = {{answers[0].name, txt, true, {0, 0}, day(8)}};
  store->save_known_answers(newer, day(5));
  CHECK(store->known_answer(name("_spf.example.com"), txt, day(6))->records == newer[0].records);
  Connection connection(directory.database(), OpenMode::existing);
  CHECK(Statement(connection, "SELECT count(*) FROM dns_answer").first() == 2);
}
