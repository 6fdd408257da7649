#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace hardfail::analysis {

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

[[nodiscard]] std::string_view name_of(State state) noexcept;

/// The inverse of name_of().
[[nodiscard]] std::optional<State> parse_state(std::string_view text) noexcept;

}  // namespace hardfail::analysis
