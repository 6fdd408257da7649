#include "hardfail/ledger/state.hpp"

#include <doctest/doctest.h>

using namespace hardfail::ledger;

TEST_CASE("each state has its name, exit status and standing") {
  struct Row {
    State state;
    const char* name;
    int exit_code;
    Standing standing;
  };
  for (const auto& row : {
           Row{State::fix_record, "fix_record", 2, Standing::bad},
           Row{State::already_hardfail, "already_hardfail", 0, Standing::neutral},
           Row{State::not_ready, "not_ready", 1, Standing::bad},
           Row{State::insufficient_evidence, "insufficient_evidence", 2, Standing::doubtful},
           Row{State::parked, "parked", 0, Standing::good},
           Row{State::keep_softfail, "keep_softfail", 1, Standing::doubtful},
           Row{State::ready, "ready", 0, Standing::good},
       }) {
    CAPTURE(row.name);
    CHECK(name_of(row.state) == row.name);
    CHECK(parse_state(row.name) == row.state);
    CHECK(traits_of(row.state).exit_code == row.exit_code);
    CHECK(traits_of(row.state).standing == row.standing);
    CHECK_FALSE(traits_of(row.state).headline.empty());
  }
  CHECK_FALSE(parse_state("steady"));
}
