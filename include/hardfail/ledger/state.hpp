#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <optional>
#include <string_view>

#include "hardfail/ledger/standing.hpp"

namespace hardfail::ledger {

/// The answer, with its conditions in docs/verdict.md.
enum class State : std::uint8_t {
  fix_record,
  already_hardfail,
  not_ready,
  insufficient_evidence,
  parked,
  keep_softfail,
  ready,
};

/// What a state is called and means, whatever the domain.
struct StateTraits {
  State state;
  std::string_view name;      ///< for programs
  std::string_view headline;  ///< for people, after the domain
  Standing standing;
  int exit_code;  ///< for already_hardfail: where nothing legitimate is lost, otherwise 1
};

[[nodiscard]] const StateTraits& traits_of(State state) noexcept;

[[nodiscard]] std::string_view name_of(State state) noexcept;

/// The inverse of name_of().
[[nodiscard]] std::optional<State> parse_state(std::string_view text) noexcept;

}  // namespace hardfail::ledger
