#include <doctest/doctest.h>

#include "engine.hpp"
#include "fixture.hpp"

using namespace hardfail;
using namespace hardfail::store;
using namespace hardfail::store::fixture;

namespace {

/// Three messages that failed SPF and were accepted, but for `change`.
template <class Change>
report::Record failed(Change change) {
  auto record = row("192.0.2.1", "a.example", "a.example", 3);
  edit(record, [&](report::Authentication& authentication) {
    authentication.spf.front().result = report::SpfResult::fail;
    authentication.disposition = report::Disposition::none;
    change(authentication);
  });
  return record;
}

report::Record failed() {
  return failed([](const auto&) {});
}

class Held {
 protected:
  void import(std::string_view id, int begin, const std::vector<report::Record>& rows,
              std::string_view org_name = "google.com", std::string_view domain = "a.example") {
    const auto import = store->begin_import();
    save(*import, make_report(id, domain, days(begin, begin + 1), org_name), rows);
    import->commit();
  }

  void found(int on_day, std::vector<ledger::Refusal> refusals,
             std::string_view domain = "a.example") {
    ledger::Run run{name(domain), day(on_day), ledger::State::already_hardfail, {}, {}};
    for (auto& each : refusals) each.as_of = day(on_day);
    run.refusals = std::move(refusals);
    store->save_run(run, ledger::News::some);
  }

  Engine engine;
  std::unique_ptr<Store> store = engine.open();
};

}  // namespace

TEST_CASE_FIXTURE(Held,
                  "mail that failed SPF and was accepted is summed by reporter, of any domain") {
  import("1", 1, {failed(), failed(), row("192.0.2.2", "a.example", "a.example", 9)});
  import("2", 5, {failed()}, "google.com", "b.example");
  import("3", 6, {failed()}, "Yahoo");
  import("4", 7, {row("192.0.2.2", "a.example", "a.example", 9)});
  const auto conduct = store->conduct(days(0, 99));
  REQUIRE(conduct.accepted.size() == 2);
  CHECK(conduct.accepted[0].reporter == "Yahoo");
  CHECK(conduct.accepted[1].reporter == "google.com");
  CHECK(conduct.accepted[1].messages == 9);
  CHECK(conduct.accepted[1].last == day(6));
  const auto later = store->conduct(days(2, 6));
  REQUIRE(later.accepted.size() == 1);
  CHECK(later.accepted[0].messages == 3);
  CHECK(conduct.refused.empty());
}

TEST_CASE_FIXTURE(Held,
                  "what was refused, excepted, checked for HELO or softfailed proves nothing") {
  using report::Authentication;
  import("1", 1,
         {failed([](Authentication& row) { row.disposition = report::Disposition::reject;
}),
          failed([](Authentication& row) {
  row.disposition = report::Disposition::unknown; }),
          failed([](Authentication& row) {
  row.reasons.push_back({report::OverrideType::trusted_forwarder, ""});
          }),
          failed([](Authentication& row) {
  row.spf.front().scope = report::SpfScope::helo; }),
          failed(
              [](Authentication& row) {
  row.spf.front().result = report::SpfResult::softfail; })
});
CHECK(store->conduct(days(0, 99)).accepted.empty());
}

TEST_CASE_FIXTURE(Held, "reports that contradict each other prove nothing, and one counts once") {
  const auto report = make_report("1", "a.example", days(1, 2));
  auto other = report;
  ++other.body_hash;
  const auto import = store->begin_import();
  save(*import, report, {failed()});
  save(*import, report, {failed()});
  import->commit();
  const auto once = store->conduct(days(0, 99));
  REQUIRE(once.accepted.size() == 1);
  CHECK(once.accepted[0].messages == 3);
  save(*import, other, {failed(), failed()});
  import->commit();
  CHECK(store->conduct(days(0, 99)).accepted.empty());
}

TEST_CASE_FIXTURE(Held, "refusals are kept by reporter and domain, as the last run found them") {
  found(9, {{"GMX", 500, 3}, {"other.example", 80, 0}});
  found(12, {{"GMX", 700, 4}});
  found(10, {{"GMX", 600, 9}});
  found(11, {{"GMX", 40, 0}}, "b.example");
  const auto conduct = store->conduct(days(0, 99));
  REQUIRE(conduct.refused.size() == 3);
  CHECK(conduct.refused[0].reporter == "GMX");
  CHECK(conduct.refused[0].expected == 40);
  CHECK(conduct.refused[1].expected == 700);
  CHECK(conduct.refused[1].seen == 4);
  CHECK(conduct.refused[1].as_of == day(12));
  CHECK(conduct.refused[2].reporter == "other.example");
  CHECK(store->conduct(days(10, 11)).refused.size() == 1);
}

TEST_CASE_FIXTURE(Held, "what is forgotten teaches nothing any more") {
  import("1", 1, {failed()});
  import("2", 5, {failed()});
  found(2, {{"GMX", 500, 3}});
  found(8, {{"GMX", 60, 0}}, "b.example");
  store->forget({.before = day(4), .takes_runs = true});
  const auto conduct = store->conduct(days(0, 99));
  REQUIRE(conduct.accepted.size() == 1);
  CHECK(conduct.accepted[0].messages == 3);
  REQUIRE(conduct.refused.size() == 1);
  CHECK(conduct.refused[0].expected == 60);
}
