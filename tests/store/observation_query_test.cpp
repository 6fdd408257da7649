#include "observation_query.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "engine.hpp"
#include "fixture.hpp"
#include "hardfail/store/store.hpp"

using namespace hardfail;
using namespace hardfail::store;
using namespace hardfail::store::fixture;

namespace {

/// A database that takes reports and answers.
class Filled {
 public:
  void add(const report::Report& made, const std::vector<report::Record>& rows) {
    const auto import = m_store->begin_import();
    save(*import, made, rows);
    import->commit();
  }

  report::Observations see(std::string_view domain, const Period& window = days(0, 365)) {
    return m_store->observations(name(domain), window);
  }

  std::optional<Period> span(std::string_view domain) {
    return m_store->reported_span(name(domain));
  }

  /// The sources seen, sorted.
  std::vector<std::string> sources(std::string_view domain) {
    std::vector<std::string> sources;
    const auto seen = see(domain);
    for (const auto& row : seen.rows) sources.push_back(seen.sources[row.source].to_string());
    std::ranges::sort(sources);
    return sources;
  }

 private:
  Engine m_engine;
  std::unique_ptr<Store> m_store = m_engine.open();
};

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("rows of the domain and of names below it are seen, those of lookalikes are not") {
  Filled filled;
  filled.add(make_report("1", "example.com", days(1, 2)),
             {row("192.0.2.1", "example.com"), row("192.0.2.2", "a.b.example.com"),
              row("192.0.2.3", "badexample.com"), row("192.0.2.4", "example.com.net"),
              row("192.0.2.5", "com"), row("192.0.2.6", ""), row("2001:db8::7", "example.com")});
  CHECK(filled.sources("example.com") == Texts{"192.0.2.1", "192.0.2.2", "2001:db8::7"});
  CHECK(filled.sources("b.example.com") == Texts{"192.0.2.2"});
  CHECK(filled.sources("example.org").empty());
  CHECK(filled.see("example.org").reports == 0);
}

TEST_CASE("mail with the domain's envelope is seen in the reports of other owners") {
  Filled filled;
  auto envelope_only = row("192.0.2.3", "other.example");
  edit(envelope_only, [](auto& set) { set.envelope_from = name("example.com"); });
  auto helo = row("192.0.2.4", "other.example");
  edit(helo, [](auto& set) {
    set.spf = {{name("mx.example.com"), report::SpfScope::helo, report::SpfResult::fail}};
  });
  filled.add(make_report("1", "other.example", days(1, 2), "yahoo.com"),
             {row("192.0.2.1", "other.example", "example.com"),
              row("192.0.2.2", "other.example", "other.example"), envelope_only, helo});
  CHECK(filled.sources("example.com") == Texts{"192.0.2.1", "192.0.2.3", "192.0.2.4"});
  const auto seen = filled.see("example.com");
  CHECK(seen.reports == 1);
  CHECK(seen.report_reporters == Texts{"yahoo.com"});
}

TEST_CASE("a row says all that its report said") {
  Filled filled;
  auto record = row("192.0.2.1", "example.com", "bounce.example.com", 7);
  record.envelope_to = name("receiver.example");
  auto set = *record.authentication;
  set.envelope_from = name("bounce.example.com");
  set.disposition = report::Disposition::quarantine;
  set.dkim_aligned = report::Verdict::pass;
  set.dkim = {{name("example.com"), "s1", report::DkimResult::pass}};
  set.reasons = {{report::OverrideType::forwarded, "list"}};
  record.authentication = set;
  filled.add(make_report("1", "example.com", days(3, 4), "yahoo.com"), {record, record});
  filled.add(make_report("2", "example.com", days(1, 2), "google.com"), {record});

  const auto seen = filled.see("example.com");
  REQUIRE(seen.rows.size() == 3);
  CHECK(seen.authentications == std::vector{set});
  CHECK(seen.rows[0].messages == 7);
  CHECK(seen.reporters[seen.rows[0].reporter] == "yahoo.com");
  CHECK(seen.periods[seen.rows[0].period] == days(3, 4));
  CHECK(seen.reporters[seen.rows[2].reporter] == "google.com");
  CHECK(seen.periods[seen.rows[2].period] == days(1, 2));
  CHECK(seen.report_reporters == Texts{"google.com", "yahoo.com"});
  CHECK(seen.report_periods == std::vector{days(1, 2), days(3, 4)});
  CHECK(seen.window == days(0, 365));
}

TEST_CASE("a report counts where its period meets the window") {
  Filled filled;
  const std::vector rows{row("192.0.2.1", "example.com")};
  struct Case {
    const char* what;
    Period period;
    bool seen;
  };
  const Case cases[] = {{"ends as the window begins", days(9, 10), false},
                        {"reaches into the window", days(9, 11), true},
                        {"holds the window", days(1, 99), true},
                        {"within", days(12, 13), true},
                        {"reaches out of the window", days(19, 25), true},
                        {"begins as the window ends", days(20, 21), false},
                        {"a moment, the window's first", days(10, 10), true},
                        {"a moment within", days(15, 15), true},
                        {"a moment, the window's end", days(20, 20), false},
                        {"a moment before", days(9, 9), false}};
  for (const auto& one : cases) {
    const auto& [what, period, seen] = one;
    filled.add(make_report(what, "example.com", period), rows);
    filled.add(make_report(what, "example.com", period, "empty.example"), {});
    CAPTURE(one.what);
    const auto observed = filled.see("example.com", days(10, 20));
    const bool found = std::ranges::count(observed.report_periods, period) == 1;
    CHECK(found == seen);
    CHECK(std::ranges::count_if(observed.rows, [&](const auto& row) {
            return observed.periods[row.period] == one.period;
          }) == (seen ? 1 : 0));
  }
  CHECK(filled.see("example.com", days(10, 20)).reports == 12);
}

TEST_CASE("a report published for the domain counts without rows, one for a name below does not") {
  Filled filled;
  filled.add(make_report("1", "example.com", days(1, 2), "a.example"), {});
  filled.add(make_report("2", "sub.example.com", days(2, 3), "b.example"), {});
  filled.add(make_report("3", "sub.example.com", days(3, 4), "c.example"),
             {row("192.0.2.1", "sub.example.com")});
  filled.add(make_report("4", "badexample.com", days(4, 5), "d.example"), {});
  const auto seen = filled.see("example.com");
  CHECK(seen.reports == 2);
  CHECK(seen.report_reporters == Texts{"a.example", "c.example"});
  CHECK(seen.report_periods == std::vector{days(1, 2), days(3, 4)});
  CHECK(seen.rows.size() == 1);
}

TEST_CASE("bodies held under one identity do not count the same mail twice") {
  const auto a = row("192.0.2.1", "example.com", "example.com", 5);
  const auto more_of_a = row("192.0.2.1", "example.com", "example.com", 9);
  const auto b = row("192.0.2.2", "example.com", "example.com", 3);
  const auto c = row("192.0.2.3", "example.com", "example.com", 2);
  auto elsewhere = a;
  elsewhere.envelope_to = name("other.example");
  using Rows = std::vector<report::Record>;
  struct Case {
    const char* what;
    Rows first;
    Rows second;
    std::vector<std::pair<std::string, std::uint64_t>> seen;
  };
  for (const auto& one : {
           Case{"a report and its beginning", {a, b, c}, {a, b}, {{"1", 5}, {"2", 3}, {"3", 2}}},
           Case{"a beginning, then the report", {a}, {a, b}, {{"1", 5}, {"2", 3}}},
           Case{"a row twice, cut off between", {a, a, b}, {a}, {{"1", 10}, {"2", 3}}},
           Case{"a revision", {a, b}, {more_of_a, c}, {{"1", 9}, {"2", 3}, {"3", 2}}},
           Case{"another receiving domain", {a}, {a, elsewhere}, {{"1", 5}, {"1", 5}}},
           Case{"nothing and something", {}, {b}, {{"2", 3}}},
       }) {
    CAPTURE(one.what);
    Filled filled;
    auto made = make_report("1", "example.com", days(1, 2));
    filled.add(made, one.first);
    ++made.body_hash;
    filled.add(made, one.second);
    filled.add(make_report("2", "example.com", days(1, 2)), {});
    const auto observed = filled.see("example.com");
    CHECK(observed.reports == 2);
    std::vector<std::pair<std::string, std::uint64_t>> seen;
    for (const auto& each : observed.rows) {
      seen.emplace_back(observed.sources[each.source].to_string().substr(8), each.messages);
    }
    std::ranges::sort(seen);
    CHECK(seen == one.seen);
  }
}

TEST_CASE("the reports of a domain span from the first that speaks of it to the last") {
  Filled database;
  database.add(make_report("1", "example.com", days(20, 21)), {row("192.0.2.1", "example.com")});
  database.add(make_report("2", "example.net", days(40, 41)),
               {row("192.0.2.1", "example.net", "bounce.example.com")});
  database.add(make_report("3", "example.net", days(60, 61)), {row("192.0.2.1", "example.net")});
  CHECK(database.span("example.com") == days(20, 41));
  CHECK(database.span("example.net") == days(40, 61));
  CHECK_FALSE(database.span("example.org"));
}

TEST_CASE("a report of one moment ends after it") {
  Filled database;
  database.add(make_report("1", "example.com", days(20, 20)), {row("192.0.2.1", "example.com")});
  const Period moment{day(20), day(20) + std::chrono::seconds{1}};
  CHECK(database.span("example.com") == moment);
}
