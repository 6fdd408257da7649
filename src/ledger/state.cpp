#include "hardfail/ledger/state.hpp"

#include <algorithm>
#include <array>

namespace hardfail::ledger {
namespace {

constexpr std::array<StateTraits, 7> states = {{
    {State::fix_record, "fix_record", "fix the SPF record first", Standing::bad, 2},
    {State::already_hardfail, "already_hardfail", "already ends in -all", Standing::neutral, 0},
    {State::not_ready, "not_ready", "not ready for -all", Standing::bad, 1},
    {State::insufficient_evidence, "insufficient_evidence", "cannot tell yet", Standing::doubtful,
     2},
    {State::parked, "parked", "parked: publish -all", Standing::good, 0},
    {State::keep_softfail, "keep_softfail", "keep ~all", Standing::doubtful, 1},
    {State::ready, "ready", "ready for -all", Standing::good, 0},
}};

}  // namespace

const StateTraits& traits_of(State state) noexcept {
  return *std::ranges::find(states, state, &StateTraits::state);
}

std::string_view name_of(State state) noexcept { return traits_of(state).name; }

std::optional<State> parse_state(std::string_view text) noexcept {
  const auto* const found = std::ranges::find(states, text, &StateTraits::name);
  if (found == states.end()) return std::nullopt;
  return found->state;
}

}  // namespace hardfail::ledger
