#include "hardfail/analysis/state.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace hardfail::analysis {
namespace {

constexpr std::array<std::pair<State, std::string_view>, 7> state_names = {{
    {State::fix_record, "fix_record"},
    {State::already_hardfail, "already_hardfail"},
    {State::not_ready, "not_ready"},
    {State::insufficient_evidence, "insufficient_evidence"},
    {State::parked, "parked"},
    {State::keep_softfail, "keep_softfail"},
    {State::ready, "ready"},
}};

}  // namespace

std::string_view name_of(State state) noexcept {
  return std::ranges::find(state_names, state, &decltype(state_names)::value_type::first)->second;
}

std::optional<State> parse_state(std::string_view text) noexcept {
  const auto found =
      std::ranges::find(state_names, text, &decltype(state_names)::value_type::second);
  if (found == state_names.end()) return std::nullopt;
  return found->first;
}

}  // namespace hardfail::analysis
