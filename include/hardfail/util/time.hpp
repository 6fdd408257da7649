#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <chrono>
#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace hardfail {

/// A moment, UTC, to the second.
using Moment = std::chrono::sys_seconds;

/// Parses ISO 8601: `2026-11-21` (its 00:00 UTC), `2026-11-21T08:30Z`, `2026-11-21T08:30:00Z` or
/// with an offset such as `+01:00`; a time without zone is UTC. nullopt for anything else, and for
/// days that no calendar has.
[[nodiscard]] std::optional<Moment> parse_iso8601(std::string_view text);

/// `2026-11-21T08:30:00Z`
[[nodiscard]] std::string to_iso8601(Moment moment);

/// `2026-11-21`
[[nodiscard]] std::string to_iso_date(Moment moment);

/// A half-open stretch of time, [begin, end).
struct Period {
  Moment begin{};
  Moment end{};
  friend auto operator<=>(const Period&, const Period&) = default;
};

}  // namespace hardfail
