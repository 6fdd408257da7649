#include <doctest/doctest.h>

#include "engine.hpp"
#include "fixture.hpp"

using namespace hardfail;
using namespace hardfail::store;
using namespace hardfail::store::fixture;

namespace {

const auto one_row = std::vector{row("192.0.2.1", "example.com", "example.com", 3)};

}  // namespace

TEST_CASE("a report is the same by organisation, id, domain and period, wherever it comes from") {
  const Engine engine;
  const auto store = engine.open();
  const auto import = store->begin_import();
  const auto original = make_report("1", "example.com", days(1, 2));
  CHECK(save(*import, original, one_row, {"a.zip", "a.xml"}) == Saved::added);
  CHECK(save(*import, original, one_row, {"b.gz", ""}) == Saved::duplicate);

  auto other_body = make_report("1", "example.com", days(3, 4));
  other_body.body_hash = original.body_hash;
  struct Case {
    const char* what;
    report::Report made;
  };
  for (const auto& one :
       {Case{"another period", other_body},
        Case{"another id", make_report("2", "example.com", days(1, 2))},
        Case{"another domain", make_report("1", "example.net", days(1, 2))},
        Case{"another organisation", make_report("1", "example.com", days(1, 2), "yahoo.com")}}) {
    CAPTURE(one.what);
    CHECK(save(*import, one.made, one_row) == Saved::added);
    CHECK(save(*import, one.made, one_row) == Saved::duplicate);
  }
  import->commit();
  CHECK(store->reports(std::nullopt).size() == 5);
  for (const auto& held : store->reports(std::nullopt)) CHECK_FALSE(held.conflicting);
}

TEST_CASE("of the inputs that cannot be read, the newest ten thousand are kept") {
  const Engine engine;
  const auto store = engine.open();
  const auto import = store->begin_import();
  for (int i = 0; i < 10'010; ++i) {
    import->reject({{"a.zip", std::to_string(i), "it is empty"}, Moment(std::chrono::seconds(i))});
  }
  import->commit();
  const auto rejected = store->rejected_inputs();
  REQUIRE(rejected.size() == 10'000);
  CHECK(rejected.front().rejection.member == "10009");
  CHECK(rejected.back().rejection.member == "10");
}

TEST_CASE("another body under the same identity is kept, and both are flagged") {
  const Engine engine;
  const auto store = engine.open();
  const auto import = store->begin_import();
  auto made = make_report("1", "example.com", days(1, 2));
  made.body_hash = 1;
  CHECK(save(*import, made, one_row) == Saved::added);
  made.body_hash = ~std::uint64_t{0};
  CHECK(save(*import, made, {}) == Saved::conflicting);
  CHECK(save(*import, made, {}) == Saved::duplicate);
  made.body_hash = 1;
  CHECK(save(*import, made, one_row) == Saved::duplicate);
  import->commit();
  const auto held = store->reports(std::nullopt);
  REQUIRE(held.size() == 2);
  CHECK(held[0].conflicting);
  CHECK(held[1].conflicting);
  const auto domains = store->domains();
  REQUIRE(domains.size() == 1);
  CHECK(domains[0].reports == 1);
  CHECK(domains[0].messages == 3);
}

TEST_CASE("an unfinished report cannot be committed") {
  const Engine engine;
  const auto store = engine.open();
  const auto import = store->begin_import();
  import->add(one_row.front());
  CHECK(failure_of([&] { import->commit(); }) == Failure::internal);
}

TEST_CASE("a rejected input is noted once, with its last reason") {
  const Engine engine;
  const auto store = engine.open();
  const auto import = store->begin_import();
  import->reject({{"a.zip", "x.xml", "first"}, day(1)});
  import->reject({{"a.zip", "", "other"}, day(1)});
  import->reject({{"a.zip", "x.xml", "last"}, day(2)});
  import->commit();
  const auto rejected = store->rejected_inputs();
  REQUIRE(rejected.size() == 2);
  CHECK(rejected[0].rejection.reason == "last");
  CHECK(rejected[0].when == day(2));
  CHECK(rejected[0].rejection.member == "x.xml");
  CHECK(rejected[1].rejection.reason == "other");
}

TEST_CASE("what was noted about an input is dropped once it has been read again") {
  const Engine engine;
  const auto store = engine.open();
  const auto import = store->begin_import();
  import->reject({{"a.zip", "x.xml", "one"}, day(1)});
  import->reject({{"a.zip", "", "other"}, day(1)});
  import->reject({{"a.zip.old", "", "stays"}, day(1)});
  import->forget_rejections("a.zip");
  import->commit();
  const auto rejected = store->rejected_inputs();
  REQUIRE(rejected.size() == 1);
  CHECK(rejected[0].rejection.reason == "stays");
}

TEST_CASE("inputs that need not be read again are told in order of their digests") {
  const Engine engine;
  const auto store = engine.open();
  const auto import = store->begin_import();
  ledger::KnownFile high{{0xff}, 3, 1};
  import->remember(high);
  import->remember({{0x00, 0x01}, 1, 0});
  high.reports = 4;
  import->remember(high);
  import->commit();
  const auto known = store->known_files();
  REQUIRE(known.size() == 2);
  CHECK(known[0].digest[1] == 1);
  CHECK(known[0].reports == 1);
  CHECK(known[1].digest == high.digest);
  CHECK(known[1].reports == 4);
  CHECK(known[1].skipped == 1);
}

TEST_CASE("a duplicate, an unreadable report and what is not committed leave nothing") {
  const Engine engine;
  const auto store = engine.open();
  const std::vector foreign{row("192.0.2.2", "other.example")};
  {
    const auto import = store->begin_import();
    CHECK(save(*import, make_report("1", "example.com", days(1, 2)), one_row) == Saved::added);
    CHECK(save(*import, make_report("1", "example.com", days(1, 2)), foreign) == Saved::duplicate);
    import->add(foreign.front());
    import->discard();
    import->discard();
    import->commit();
    CHECK(save(*import, make_report("2", "example.com", days(1, 2)), foreign) == Saved::added);
    import->reject({{"bad.xml", "", "it is bad"}, day(1)});
    import->add(foreign.front());
  }
  CHECK(store->reports(std::nullopt).size() == 1);
  CHECK(store->rejected_inputs().empty());
  CHECK(store->observations(name("other.example"), days(0, 9)).rows.empty());
  CHECK(store->observations(name("example.com"), days(0, 9)).rows.size() == 1);

  const auto import = store->begin_import();
  CHECK(save(*import, make_report("2", "example.com", days(1, 2)), foreign) == Saved::added);
  import->commit();
  CHECK(store->observations(name("other.example"), days(0, 9)).rows.size() == 1);
}

TEST_CASE("what was forgotten can be imported again, and forgotten again") {
  const Engine engine;
  const auto store = engine.open();
  for (int round = 0; round < 3; ++round) {
    CAPTURE(round);
    const auto import = store->begin_import();
    CHECK(save(*import, make_report("1", "example.com", days(1, 2)), one_row) == Saved::added);
    CHECK(save(*import, make_report("1", "example.com", days(1, 2)), one_row) == Saved::duplicate);
    import->commit();
    CHECK(store->observations(name("example.com"), days(0, 9)).rows.size() == 1);
    CHECK(store->forget({.domain = name("example.com")}).reports == 1);
    CHECK(store->reports(std::nullopt).empty());
    CHECK(store->observations(name("example.com"), days(0, 9)).reports == 0);
  }
}

TEST_CASE("counts and moments beyond all reason come back as they are") {
  const Engine engine;
  const auto store = engine.open();
  const auto most = static_cast<std::uint64_t>(INT64_MAX);
  const Period odd{Moment(std::chrono::seconds(-5'000'000'000)),
                   Moment(std::chrono::seconds(900'000'000'000))};
  const auto import = store->begin_import();
  save(*import, make_report("1", "example.com", odd), {row("192.0.2.1", "example.com", "", most)});
  CHECK(failure_of([&] { import->add(row("192.0.2.1", "example.com", "", most + 1)); }) ==
        Failure::unusable_data);
  import->discard();
  import->commit();
  const auto seen = store->observations(name("example.com"), days(0, 1));
  REQUIRE(seen.rows.size() == 1);
  CHECK(seen.rows[0].messages == most);
  CHECK(seen.periods[0] == odd);
  CHECK(store->reported_span(name("example.com")) == odd);
}
