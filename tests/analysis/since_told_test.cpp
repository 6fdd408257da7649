#include "hardfail/analysis/since_told.hpp"

#include <doctest/doctest.h>

#include "scenario.hpp"

using namespace hardfail;
using namespace hardfail::analysis;
using namespace hardfail::analysis::test;
using ledger::Told;
using ledger::Trouble;
using ledger::TroubleKind;

namespace {

const Moment noon = *parse_iso8601("2026-11-21T12:00Z");

std::shared_ptr<const ledger::Run> run(State state) {
  ledger::Run run{name("d.example"),
                  noon,
                  state,
                  {{name("d.example"), "v=spf1 ~all"}},
                  std::vector<ledger::ClassifiedAddress>()};
  run.senders = {{"listed/s", "S", SourceClass::listed}};
  return std::make_shared<const ledger::Run>(std::move(run));
}

Told told(State state, std::vector<Trouble> troubles = {}) {
  return {name("d.example"), run(state), std::move(troubles)};
}

std::vector<std::string> codes(const Told& before, const Told& after) {
  std::vector<std::string> codes;
  for (const auto& change : changes_since(before, after)) codes.push_back(change.code);
  return codes;
}

using Codes = std::vector<std::string>;

}  // namespace

TEST_CASE("where all is as it was told there is no news, troubles that last included") {
  const Trouble stopped{TroubleKind::reports_stopped, "", "", noon};
  CHECK(codes(told(State::ready), told(State::ready)).empty());
  CHECK(codes(told(State::ready, {stopped}), told(State::ready, {stopped})).empty());
  CHECK(codes({name("d.example"), nullptr, {}}, told(State::ready)).empty());
}

TEST_CASE("runs are compared, and a run is never news against itself") {
  CHECK(codes(told(State::ready), told(State::not_ready)) == Codes{"verdict_turned"});
  const auto same = run(State::ready);
  CHECK(changes_since({name("d.example"), same, {}}, {name("d.example"), same, {}}).empty());
}

TEST_CASE("each trouble is told when it begins and when it ends") {
  struct Row {
    TroubleKind kind;
    const char* begin;
    const char* begin_text;
    const char* end;
    const char* end_text;
    Severity severity;
  };
  for (const auto& row :
       {Row{TroubleKind::none_held, "none_held", "N", "reports_came", "the first reports are held",
            Severity::warning},
        Row{TroubleKind::dns_failed, "dns_failed", "N", "dns_answers", "the DNS answers again",
            Severity::warning},
        Row{TroubleKind::reports_stopped, "reports_stopped",
            "reports stopped coming: the newest ends 2026-11-21. `hardfail doctor` looks for the "
            "cause",
            "reports_resumed", "reports come again", Severity::warning},
        Row{TroubleKind::reporter_stopped, "reporter_stopped",
            "N used to send reports, and has sent none since 2026-11-21", "reporter_resumed",
            "N sends reports again", Severity::warning},
        Row{TroubleKind::sender_silent, "sender_silent",
            "silent since 2026-11-21, though the record lists it: N", "sender_resumed",
            "sends again: N", Severity::note},
        Row{TroubleKind::mail_lost, "mail_lost", "since the record ends in -all (2026-11-21): N",
            "mail_back", "no longer so: N", Severity::warning}}) {
    CAPTURE(row.begin);
    const auto with = told(State::ready, {{row.kind, "listed/s", "N", noon}});
    const auto begun = changes_since(told(State::ready), with);
    REQUIRE(begun.size() == 1);
    CHECK(begun[0].code == row.begin);
    CHECK(begun[0].text == row.begin_text);
    CHECK(begun[0].severity == row.severity);
    const auto over = changes_since(with, told(State::ready));
    REQUIRE(over.size() == 1);
    CHECK(over[0].code == row.end);
    CHECK(over[0].text == row.end_text);
    CHECK(over[0].severity == Severity::note);
  }
}

TEST_CASE("a sender that is not seen at all any more has not begun to send again") {
  CHECK(codes(told(State::ready, {{TroubleKind::sender_silent, "listed/gone", "N", noon}}),
              told(State::ready))
            .empty());
}

TEST_CASE("of two reporters that stopped, each is told of by itself") {
  const Trouble a{TroubleKind::reporter_stopped, "a", "a", noon};
  const Trouble b{TroubleKind::reporter_stopped, "b", "b", noon};
  CHECK(codes(told(State::ready, {a}), told(State::ready, {b})) ==
        Codes{"reporter_stopped", "reporter_resumed"});
}
