#include <doctest/doctest.h>

#include <limits>

#include "engine.hpp"
#include "fixture.hpp"
#include "hardfail/store/store.hpp"

using namespace hardfail;
using namespace hardfail::store;
using namespace hardfail::store::fixture;

namespace {

class Fixture {
 protected:
  void add(const report::Report& made, const std::vector<report::Record>& rows,
           const ledger::Origin& origin = {"a.xml", ""}) {
    const auto import = store->begin_import();
    save(*import, made, rows, origin);
    import->commit();
  }

  Engine engine;
  std::unique_ptr<Store> store = engine.open();
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "an empty database has nothing to say") {
  CHECK(store->domains().empty());
  CHECK(store->reports(std::nullopt).empty());
  CHECK(store->reports(name("example.com")).empty());
  CHECK(store->rejected_inputs().empty());
  CHECK(store->observations(name("example.com"), days(0, 9)).rows.empty());
}

TEST_CASE_FIXTURE(Fixture, "each domain that a report was published for is summed up in one line") {
  add(make_report("1", "example.com", days(1, 2)), {row("192.0.2.1", "other.example", "", 3)});
  add(make_report("2", "example.com", days(5, 7), "yahoo.com"),
      {row("192.0.2.1", "a.example", "", 4)});
  add(make_report("3", "example.com", days(3, 4)), {});
  add(make_report("4", "a.example", days(3, 4)), {});
  store->save_run({name("never-reported.example"), day(1), ledger::State::ready, {}, {}},
                  ledger::News::some);

  const auto domains = store->domains();
  REQUIRE(domains.size() == 2);
  CHECK(domains[0].domain == name("a.example"));
  CHECK(domains[0].messages == 0);
  CHECK(domains[1].domain == name("example.com"));
  CHECK(domains[1].reports == 3);
  CHECK(domains[1].messages == 7);
  CHECK(domains[1].reporters == 2);
  CHECK(domains[1].period == days(1, 7));
  CHECK_FALSE(domains[1].last_verdict.has_value());
  CHECK_FALSE(domains[1].last_run.has_value());
}

TEST_CASE_FIXTURE(Fixture,
                  "a domain shows its latest run, of several at one moment the last saved") {
  add(make_report("1", "example.com", days(1, 2)), {});
  add(make_report("1", "example.net", days(1, 2)), {});
  store->save_run({name("example.com"), day(5), ledger::State::not_ready, {}, {}},
                  ledger::News::some);
  CHECK(store->domains()[0].last_verdict == "not_ready");
  store->save_run({name("example.com"), day(5), ledger::State::ready, {}, {}}, ledger::News::some);
  store->save_run({name("example.com"), day(4), ledger::State::parked, {}, {}}, ledger::News::some);
  CHECK(store->domains()[0].last_verdict == "ready");
  CHECK(store->domains()[0].last_run == day(5));
  CHECK_FALSE(store->domains()[1].last_verdict.has_value());
}

TEST_CASE_FIXTURE(Fixture, "reports are listed newest first with all that is known of them") {
  auto made = make_report("<id@x>", "example.com", days(3, 4), "Yahoo! \"Inc\"");
  made.warnings = {{"cut-off", "it ends early", 1}, {"spf-result", "'hardfail' is no result", 12}};
  add(made, {row("192.0.2.1", "example.com", "", 3), row("192.0.2.2", "example.com", "", 4)},
      {"dir/mail.eml", "report.zip: a.xml"});
  add(make_report("2", "example.net", days(8, 9)), {});
  add(make_report("3", "example.com", days(1, 2)), {});

  const auto all = store->reports(std::nullopt);
  REQUIRE(all.size() == 3);
  CHECK(all[0].report_id == "2");
  CHECK(all[2].report_id == "3");
  const auto& held = all[1];
  CHECK(held.org_name == made.org_name);
  CHECK(held.report_id == made.report_id);
  CHECK(held.domain == name("example.com"));
  CHECK(held.period == made.period);
  CHECK(held.records == 2);
  CHECK(held.messages == 7);
  CHECK(held.origin.path == "dir/mail.eml");
  CHECK(held.origin.member == "report.zip: a.xml");
  CHECK(held.warnings == made.warnings);
  CHECK(held.imported > day(0) - std::chrono::years(10));

  CHECK(store->reports(name("example.com")).size() == 2);
  CHECK(store->reports(name("a.example.com")).empty());
}
