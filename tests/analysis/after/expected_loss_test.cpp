#include "hardfail/analysis/expected_loss.hpp"

#include <doctest/doctest.h>

#include "scenario.hpp"

using namespace hardfail;
using namespace hardfail::analysis;
using namespace hardfail::analysis::test;

namespace {

/// What -all would lose of a domain with a missing sender, whose mail ten receivers get.
class AtStake : protected Scenario {
 protected:
  AtStake() {
    listed_servers();
    observations().reporters[3] = "gmx.net";
  }

  std::optional<ExpectedLoss> loss(const ledger::Conduct& conduct = {}) {
    Evidence evidence;
    evidence.governed_legitimate = 9000;
    evidence.counted.messages = 3000;
    return expected_loss(observations(), sources(), surroundings(), evidence, conduct);
  }

  Row m_desk = Row().dkim("d.example", "desk");
};

}  // namespace

TEST_CASE_FIXTURE(AtStake, "what a receiver known to refuse gets is lost, and the rest may be") {
  mail("203.0.113.9", m_desk, {.days = 90, .messages = 2});
  const auto found = loss();
  REQUIRE(found);
  CHECK(found->certain == doctest::Approx(60).epsilon(0.05));
  CHECK(found->possible == doctest::Approx(540).epsilon(0.05));
  CHECK(found->certain_low < 60);
  CHECK(found->certain_high > 60);
  CHECK(found->refusing == std::vector<std::string>{"gmx.net"});
  CHECK(found->unseen == doctest::Approx(3.0 / 3000 * 9000 * 30 / 87));
  CHECK(found->most > 600 + found->unseen);
  CHECK(text_of(*found).starts_with("-all would put 6"));
  CHECK(text_of(*found).find("lost for certain, since gmx.net refuses such mail") !=
        std::string::npos);
}

TEST_CASE_FIXTURE(AtStake, "where no receiver is known to refuse, nothing is certain") {
  observations().reporters[3] = "reporter3.example";
  mail("203.0.113.9", m_desk, {.days = 90, .messages = 2});
  const auto found = loss();
  REQUIRE(found);
  CHECK(found->certain == 0);
  CHECK(text_of(*found).find("certain") == std::string::npos);
}

TEST_CASE_FIXTURE(AtStake,
                  "what accepted such mail is no safe place: it is possible to lose, and no less") {
  mail("203.0.113.9", m_desk, {.days = 90, .messages = 2});
  const auto listed = loss();
  const Moment end = observations().window.end;
  const auto accepting = loss({{{"gmx.net", 400, end}, {"reporter2.example", 50, end}}, {}});
  REQUIRE(listed);
  REQUIRE(accepting);
  CHECK(accepting->certain == 0);
  CHECK(accepting->refusing.empty());
  CHECK(accepting->possible == doctest::Approx(listed->certain + listed->possible));
  CHECK(accepting->most == doctest::Approx(listed->most));
  CHECK(known_text(*accepting).find("gmx.net does not refuse all of it (listed: https://") !=
        std::string::npos);
}

TEST_CASE_FIXTURE(AtStake, "what a reporter refused of another domain it is taken to refuse") {
  observations().reporters[3] = "reporter3.example";
  mail("203.0.113.9", m_desk, {.days = 90, .messages = 2});
  const auto found = loss({{}, {{"reporter3.example", 300, 2, Moment(observations().window.end)}}});
  REQUIRE(found);
  CHECK(found->certain == doctest::Approx(60).epsilon(0.05));
  CHECK(found->refusing == std::vector<std::string>{"reporter3.example"});
}

TEST_CASE_FIXTURE(AtStake,
                  "where nothing is missing there is nothing to tell but what was not seen") {
  const auto found = loss();
  REQUIRE(found);
  CHECK_FALSE(found->is_told());
  CHECK(found->most == doctest::Approx(found->unseen));
}

TEST_CASE_FIXTURE(AtStake, "what is refused today already is said") {
  auto refused = m_desk.authentication();
  refused.disposition = report::Disposition::reject;
  mail("203.0.113.9", m_desk, {.days = 90, .messages = 3});
  mail("203.0.113.9", refused, {.days = 90, .messages = 1});
  const auto found = loss();
  REQUIRE(found);
  CHECK(found->lost_already == doctest::Approx(0.25));
}

TEST_CASE_FIXTURE(AtStake, "three weeks are too few where the last two days are not whole yet") {
  mail("203.0.113.9", m_desk, {.days = 90, .messages = 2});
  auto& seen = observations();
  const auto after = [&](unsigned first) {
    std::erase_if(seen.rows, [&](const auto& row) { return row.period < first; });
    return loss();
  };
  // The window ends a second before its last day does.
  CHECK(after(90 - 24));
  CHECK_FALSE(after(90 - 23));
}
