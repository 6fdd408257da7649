#include "hardfail/analysis/after.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "alone.hpp"
#include "scenario.hpp"

using namespace hardfail;
using namespace hardfail::analysis;
using namespace hardfail::analysis::test;
using std::chrono::days;

namespace {

constexpr unsigned turn_day = 60;
constexpr unsigned all_days = 90;

Row signed_by(std::string_view selector) { return Row().dkim("d.example", selector); }

/// A domain whose record turns to -all on day 60 of 90: listed servers, and a missing sender whose
/// mail four receivers get.
class Moved : protected Scenario {
 protected:
  Moved() {
    listed_servers();
    live(desk, spf::Result::fail, {"-all"});
    live(shop, spf::Result::fail, {"-all"});
  }

  /// So many messages a day, give or take a seventh by the day of the week.
  void mail(std::string_view source, std::string_view selector, std::uint32_t reporter,
            std::uint64_t daily, unsigned first = 0, unsigned end = all_days) {
    Scenario::mail(source, signed_by(selector).authentication(), {.days = 0});
    auto& seen = observations();
    const auto number = static_cast<std::uint32_t>(std::ranges::find(seen.sources, ip(source)) -
                                                   seen.sources.begin());
    const auto row = static_cast<std::uint32_t>(seen.authentications.size() - 1);
    for (unsigned day = first; day < end; ++day) {
      const auto messages = daily + daily * (day % 7) / 20 + day % 2;
      seen.rows.push_back({number, row, reporter, day, messages});
    }
  }

  After after(unsigned until = all_days) {
    auto& seen = observations();
    std::erase_if(seen.rows, [&](const auto& row) { return row.period >= until; });
    const Moment begin = seen.window.begin;
    seen.window.end = begin + days{until};
    auto judged = sources();
    const auto senders = alone(judged);
    auto named = senders;
    for (auto& sender : named) sender.id = "id/" + sender.name;
    return look_after(seen, judged, named, surroundings(),
                      {begin + days{turn_day}, begin + days{turn_day}});
  }

  static std::vector<std::string> lost(const After& after) {
    std::vector<std::string> found;
    for (const auto& mail : after.compared) {
      if (mail.is_lost && !mail.is_explained) found.push_back(mail.reporter + " " + mail.sender);
    }
    std::ranges::sort(found);
    return found;
  }

  static constexpr std::string_view desk = "203.0.113.9";
  static constexpr std::string_view shop = "203.0.113.77";
};

}  // namespace

TEST_CASE_FIXTURE(Moved,
                  "a receiver that refuses a sender's mail is named, with how much is missing") {
  for (std::uint32_t reporter = 0; reporter < 3; ++reporter) mail(desk, "desk", reporter, 20);
  mail(desk, "desk", 3, 20, 0, turn_day);
  const auto found = after(turn_day + 14);
  CHECK(found.state == AfterState::losing);
  REQUIRE(lost(found) == std::vector<std::string>{"reporter3.example 203.0.113.9"});
  const auto& mail = found.compared.front();
  CHECK(mail.sender_id == "id/203.0.113.9");
  CHECK(mail.seen == 0);
  CHECK(mail.low < mail.expected);
  CHECK(mail.expected < mail.high);
  CHECK(mail.expected == doctest::Approx(13 * 23.5).epsilon(0.05));
  CHECK(lost_text(mail).starts_with(
      "reporter3.example reports no mail of 203.0.113.9 any more (expected "));
}

TEST_CASE_FIXTURE(Moved, "part of the mail that is refused is named with its share") {
  for (std::uint32_t reporter = 0; reporter < 3; ++reporter) mail(desk, "desk", reporter, 40);
  mail(desk, "desk", 3, 40, 0, turn_day);
  mail(desk, "desk", 3, 20, turn_day);
  const auto found = after();
  REQUIRE(lost(found) == std::vector<std::string>{"reporter3.example 203.0.113.9"});
  CHECK(found.compared.front().lost_share() == doctest::Approx(0.5).epsilon(0.1));
  CHECK(lost_text(found.compared.front()).find("% less mail of 203.0.113.9 than before (") !=
        std::string::npos);
}

TEST_CASE_FIXTURE(Moved, "where nothing is lost it holds, after two weeks and no sooner") {
  for (std::uint32_t reporter = 0; reporter < 4; ++reporter) mail(desk, "desk", reporter, 20);
  const auto holding = after();
  CHECK(holding.state == AfterState::holding);
  CHECK(holding.weekly == doctest::Approx(4 * 7 * 23.5).epsilon(0.05));
  CHECK(holding.weekly_watched == doctest::Approx(holding.weekly));
  CHECK(after(turn_day + 15).state == AfterState::holding);
  CHECK(after(turn_day + 14).state == AfterState::too_early);
}

TEST_CASE_FIXTURE(Moved, "without three weeks before there is nothing to hold it against") {
  mail(desk, "desk", 0, 20, turn_day - 20);
  auto& rows = observations().rows;
  std::erase_if(rows, [](const auto& row) { return row.period < turn_day - 20; });
  CHECK(after().state == AfterState::no_baseline);
}

TEST_CASE_FIXTURE(Moved, "a sender that sends less everywhere is no loss at a receiver") {
  for (std::uint32_t reporter = 0; reporter < 4; ++reporter) {
    mail(desk, "desk", reporter, 40, 0, turn_day);
    mail(desk, "desk", reporter, 28, turn_day);
  }
  for (const auto& mail : after().compared) {
    CAPTURE(mail.reporter);
    if (!mail.reporter.empty()) CHECK_FALSE(mail.is_lost);
  }
}

TEST_CASE_FIXTURE(Moved, "a receiver that gets less of all mail refuses none of it") {
  for (std::uint32_t reporter = 0; reporter < 4; ++reporter) mail(desk, "desk", reporter, 40);
  for (auto& row : observations().rows) {
    if (row.reporter == 2 && row.period >= turn_day) row.messages = row.messages / 2;
  }
  CHECK(lost(after()).empty());
}

TEST_CASE_FIXTURE(Moved, "a receiver whose reports stop is told apart from one that refuses") {
  for (std::uint32_t reporter = 0; reporter < 4; ++reporter) mail(desk, "desk", reporter, 40);
  std::erase_if(observations().rows,
                [](const auto& row) { return row.reporter == 1 && row.period >= turn_day; });
  const auto found = after();
  CHECK(lost(found).empty());
  CHECK(found.silent_reporters == std::vector<std::string>{"reporter1.example"});
}

TEST_CASE_FIXTURE(Moved, "mail that passed before and fails since is told at once") {
  Row passing;
  passing.dkim("d.example", "desk").spf("d.example", report::SpfResult::pass);
  Row failing;
  failing.dkim("d.example", "desk").spf("d.example", report::SpfResult::fail);
  Scenario::mail(desk, passing, {.days = turn_day});
  Scenario::mail(desk, failing, {.days = 4, .first_day = turn_day + 1});
  const auto found = after(turn_day + 5);
  CHECK(found.state == AfterState::losing);
  REQUIRE(found.new_fails.size() == 1);
  CHECK(found.new_fails.front().failed == 4 * 10 * 5);
}

TEST_CASE_FIXTURE(Moved,
                  "a verdict over a record that loses mail says so first, and how to go back") {
  for (std::uint32_t reporter = 0; reporter < 3; ++reporter) mail(desk, "desk", reporter, 20);
  mail(desk, "desk", 3, 20, 0, turn_day);
  const auto found = after();
  Verdict verdict;
  verdict.state = State::already_hardfail;
  verdict.exit_code = 0;
  verdict.reasons.push_back({"already_hardfail", Severity::note, "", 0});
  tell_losses(found, verdict);
  CHECK(verdict.exit_code == 1);
  CHECK(verdict.reasons.front().code == "loses_since_turn");
  CHECK(verdict.steps.front().text.starts_with("Go back to ~all"));
  const auto reasons = reasons_of(found);
  CHECK(reasons.front().code == "after_losing");
  CHECK(reasons.back().code == "way_back");
}

TEST_CASE_FIXTURE(Moved, "a verdict over one that loses none stays as it is") {
  Verdict verdict;
  verdict.state = State::already_hardfail;
  verdict.exit_code = 0;
  tell_losses(after(), verdict);
  CHECK(verdict.exit_code == 0);
  CHECK(verdict.reasons.empty());
}

TEST_CASE_FIXTURE(Moved,
                  "reports that pause are no loss where mail at risk comes again with them") {
  for (std::uint32_t reporter = 0; reporter < 4; ++reporter) mail(desk, "desk", reporter, 20);
  std::erase_if(observations().rows, [](const auto& row) {
    // Of its other mail it gets some once in five days.
    if (row.reporter == 2 && row.source < 2 && row.period % 5 != 0) return true;
    return row.reporter == 2 && row.period > turn_day + 1 && row.period < turn_day + 8;
  });
  CHECK(lost(after(turn_day + 14)).empty());
}

TEST_CASE_FIXTURE(Moved,
                  "a receiver that sends few reports since it refuses is named all the same") {
  for (std::uint32_t reporter = 0; reporter < 3; ++reporter) mail(desk, "desk", reporter, 20);
  mail(desk, "desk", 3, 20, 0, turn_day);
  std::erase_if(observations().rows, [](const auto& row) {
    return row.reporter == 3 && row.source < 2 && row.period % 5 != 0;
  });
  CHECK(lost(after()) == std::vector<std::string>{"reporter3.example 203.0.113.9"});
}
