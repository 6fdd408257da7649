#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "hardfail/util/time.hpp"

namespace hardfail::querylog {

/// The moment that the first words of a line say, in any of the ways that name servers and syslog
/// write it; nullopt where they say none. `now` as read_line() has it.
[[nodiscard]] std::optional<Moment> moment_of(std::span<const std::string_view> words, Moment now);

/// Seconds, milli-, micro- or nanoseconds since 1970, told apart by their size; nullopt for what no
/// log of this century has.
[[nodiscard]] std::optional<Moment> moment_of(double number);

}  // namespace hardfail::querylog
