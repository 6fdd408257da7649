#include "answer_cache.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <utility>

#include "engine.hpp"
#include "fixture.hpp"
#include "statement.hpp"

using namespace hardfail;
using namespace hardfail::store;
using namespace hardfail::store::fixture;

TEST_CASE("an answer is known until it expires, and that there is none too") {
  constexpr std::uint16_t txt = 16;
  constexpr std::uint16_t a = 1;
  const Engine engine;
  const auto store = engine.open();
  const std::vector<ledger::KnownAnswer> answers = {
      {name("_spf.example.com"), txt, true, {0, 2, 1, 'v'}, day(5)},
      {name("_spf.example.com"), a, true, {}, day(5)},
      {name("gone.example.com"), txt, false, {}, day(9)},
  };
  store->save_known_answers(answers, day(1));

  auto known = store->known_answers(day(4));
  std::ranges::sort(known, {}, [](const auto& each) { return std::pair(each.name, each.type); });
  REQUIRE(known.size() == 3);
  CHECK(known[0].name == answers[1].name);
  CHECK(known[0].type == a);
  CHECK(known[0].exists);
  CHECK(known[0].records.empty());
  CHECK(known[1].name == answers[0].name);
  CHECK(known[1].type == txt);
  CHECK(known[1].records == answers[0].records);
  CHECK(known[1].expires == day(5));
  CHECK_FALSE(known[2].exists);
  known = store->known_answers(day(5));
  REQUIRE(known.size() == 1);
  CHECK(known.front().name == answers[2].name);

  const std::vector<ledger::KnownAnswer> newer = {{answers[2].name, txt, true, {0, 0}, day(9)}};
  store->save_known_answers(newer, day(5));
  known = store->known_answers(day(6));
  REQUIRE(known.size() == 1);
  CHECK(known.front().records == newer[0].records);
  if (engine.file() == nullptr) return;
  Connection connection(*engine.file(), OpenMode::existing);
  CHECK(Statement(connection, "SELECT count(*) FROM dns_answer").first() == 1);
}
