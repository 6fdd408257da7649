#include "told_memory.hpp"

#include <doctest/doctest.h>

#include "engine.hpp"
#include "fixture.hpp"
#include "statement.hpp"

using namespace hardfail;
using namespace hardfail::store;
using namespace hardfail::store::fixture;
using ledger::SourceClass;
using ledger::State;
using ledger::Told;
using ledger::TroubleKind;

namespace {

const DomainName example = name("example.com");

std::shared_ptr<const ledger::Run> run_of(int on_day, State state = State::ready) {
  return std::make_shared<const ledger::Run>(
      ledger::Run{example,
                  day(on_day),
                  state,
                  {{example, "v=spf1 ~all"}},
                  {{{IpAddress::parse("192.0.2.1").value(), SourceClass::listed}}}});
}

struct Fresh {
  Engine engine;
  std::unique_ptr<Store> store = engine.open();

  void save(std::string_view teller, const Told& told) { store->save_told(teller, {&told, 1}); }
};

}  // namespace

TEST_CASE_FIXTURE(Fresh, "what was told comes back, to the teller that told it") {
  CHECK_FALSE(store->told("a", example));
  const Told told{example,
                  run_of(5),
                  {{TroubleKind::reporter_stopped, "b.example", "b.example", day(2)},
                   {TroubleKind::sender_silent, "listed/x", "X", day(1)}}};
  save("a", told);
  const auto back = store->told("a", example);
  REQUIRE(back);
  CHECK(back->troubles == told.troubles);
  REQUIRE(back->run);
  CHECK(back->run->as_of == day(5));
  CHECK(back->run->records == told.run->records);
  CHECK(back->run->sources == told.run->sources);
  CHECK_FALSE(store->told("b", example));
  CHECK_FALSE(store->told("a", name("other.example")));
}

TEST_CASE_FIXTURE(Fresh, "what is told later stands in place of what was told before") {
  save("a", {example, run_of(5), {{TroubleKind::reports_stopped, "", "", day(2)}}});
  save("a", {example, run_of(6, State::not_ready), {}});
  const auto back = store->told("a", example);
  CHECK(back->run->state == State::not_ready);
  CHECK(back->troubles.empty());
  CHECK(store->tellings("a") == 2);
  CHECK(store->tellings("b") == 0);
}

TEST_CASE_FIXTURE(Fresh, "a domain can be told of before it could be judged") {
  save("a", {example, nullptr, {{TroubleKind::dns_failed, "", "no answer", day(2)}}});
  const auto back = store->told("a", example);
  CHECK(back->run == nullptr);
  CHECK(back->troubles.at(0).name == "no answer");
}

TEST_CASE_FIXTURE(Fresh, "a run that is kept already is not kept twice") {
  store->save_run(*run_of(5), ledger::News::some);
  save("a", {example, run_of(5), {}});
  save("b", {example, run_of(5), {}});
  CHECK(store->runs(example).size() == 1);
  save("b", {example, run_of(6, State::parked), {}});
  CHECK(store->runs(example).size() == 2);
}

TEST_CASE_FIXTURE(Fresh, "a run that was told last stays, however many follow and however old") {
  if (engine.file() == nullptr) return;  // a server takes minutes for so many
  save("a", {example, run_of(0, State::parked), {}});
  for (int number = 1; number <= 1005; ++number) {
    store->save_run(*run_of(number, number % 2 == 0 ? State::ready : State::not_ready),
                    ledger::News::none);
  }
  CHECK(store->told("a", example)->run->state == State::parked);
  static_cast<void>(store->forget({.before = day(2000), .takes_runs = true}));
  REQUIRE(store->told("a", example));
  CHECK(store->told("a", example)->run->state == State::parked);
  CHECK(store->runs(example).size() == 1);
}

TEST_CASE_FIXTURE(Fresh, "a domain whose runs are forgotten altogether was never told of") {
  save("a", {example, run_of(5), {{TroubleKind::reports_stopped, "", "", day(2)}}});
  static_cast<void>(store->forget({.domain = example, .takes_runs = true}));
  CHECK_FALSE(store->told("a", example));
  if (engine.file() == nullptr) return;
  Connection connection(*engine.file(), OpenMode::existing);
  CHECK(Statement(connection, "SELECT count(*) FROM told_trouble").first() == 0);
}

TEST_CASE_FIXTURE(Fresh, "a trouble that this version does not know is refused") {
  if (engine.file() == nullptr) return;
  save("a", {example, run_of(5), {{TroubleKind::reports_stopped, "", "", day(2)}}});
  Connection(*engine.file(), OpenMode::existing).execute("UPDATE told_trouble SET kind = 'meteor'");
  CHECK_THROWS_AS(static_cast<void>(store->told("a", example)), Error);
}

TEST_CASE_FIXTURE(Fresh, "how far digests have told is kept by teller and domain, the last one's") {
  CHECK_FALSE(store->digest_told("a", example));
  store->save_digest_told("a", std::vector{example, name("other.example")}, day(7));
  store->save_digest_told("a", std::vector{example}, day(14));
  CHECK(store->digest_told("a", example) == day(14));
  CHECK(store->digest_told("a", name("other.example")) == day(7));
  CHECK_FALSE(store->digest_told("b", example));
}

TEST_CASE_FIXTURE(Fresh, "inputs that could not be read are those that were saved last, by name") {
  CHECK(store->input_troubles().empty());
  store->save_input_troubles(
      std::vector<ledger::InputTrouble>{{"b", 78, day(1)}, {"a", 69, day(2)}});
  CHECK(store->input_troubles() ==
        std::vector<ledger::InputTrouble>{{"a", 69, day(2)}, {"b", 78, day(1)}});
  store->save_input_troubles({});
  CHECK(store->input_troubles().empty());
}
