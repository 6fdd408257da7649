#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>

namespace hardfail::analysis {

struct Assessment;

/// What a verdict means to whoever watches a domain; the value is the status that the guidelines of
/// the Monitoring Plugins give it.
enum class Alarm : std::uint8_t { ok = 0, warning = 1, critical = 2, unknown = 3 };

/// ok where nothing is to be done for the record: it may end in -all, or does and loses nothing;
/// critical where legitimate senders are missing from it or it cannot be evaluated; unknown where
/// nobody can tell; a warning else.
[[nodiscard]] Alarm alarm_of(const Assessment& assessment);

/// How many senders the record misses.
[[nodiscard]] std::size_t missing_senders(const Assessment& assessment);

}  // namespace hardfail::analysis
