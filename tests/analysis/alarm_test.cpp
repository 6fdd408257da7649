#include "hardfail/analysis/alarm.hpp"

#include <doctest/doctest.h>

#include "hardfail/analysis/assessment.hpp"
#include "scenario.hpp"

using namespace hardfail;
using namespace hardfail::analysis;
using namespace hardfail::analysis::test;

namespace {

Assessment found(State state, int exit_code, std::size_t missing) {
  Assessment assessment{.domain = name("d.example"),
                        .spf = {.own = {.domain = name("d.example")}, .all_at = name("d.example")},
                        .dmarc = {.organizational_domain = name("d.example")}};
  assessment.verdict.state = state;
  assessment.verdict.exit_code = exit_code;
  assessment.senders.resize(missing + 1);
  for (std::size_t i = 0; i < missing; ++i) {
    assessment.senders[i].source_class = SourceClass::unlisted_legitimate;
  }
  return assessment;
}

}  // namespace

TEST_CASE(
    "an alarm is critical where mail is or would be lost that is known, and no alarm is raised for "
    "nothing") {
  struct Row {
    State state;
    int exit_code;
    std::size_t missing;
    Alarm alarm;
  };
  for (const auto& [state, exit_code, missing, alarm] : {
           Row{State::ready, 0, 0, Alarm::ok},
           Row{State::parked, 0, 0, Alarm::ok},
           Row{State::already_hardfail, 0, 0, Alarm::ok},
           Row{State::already_hardfail, 1, 0, Alarm::warning},
           Row{State::already_hardfail, 1, 2, Alarm::critical},
           Row{State::not_ready, 1, 0, Alarm::warning},
           Row{State::not_ready, 1, 1, Alarm::critical},
           Row{State::keep_softfail, 1, 0, Alarm::warning},
           Row{State::fix_record, 2, 0, Alarm::critical},
           Row{State::insufficient_evidence, 2, 0, Alarm::unknown},
       }) {
    const auto name = name_of(state);
    CAPTURE(name);
    const auto assessment = found(state, exit_code, missing);
    CHECK(alarm_of(assessment) == alarm);
    CHECK(missing_senders(assessment) == missing);
  }
}
