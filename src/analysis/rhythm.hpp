#pragma once

#include <optional>
#include <string>

#include "day_set.hpp"

namespace hardfail::analysis {

/// How the days are spread on which a source was seen.
enum class Rhythm : std::uint8_t {
  steady,        ///< on many days, over weeks
  working_days,  ///< on so many days, Monday to Friday only, that it cannot be chance
  monthly,       ///< in bursts of a few days, a month apart
};

struct RhythmFinding {
  Rhythm kind;
  std::string text;  ///< "seen on 63 days, Monday to Friday only"
};

/// nullopt where the days show no rhythm: too few, or all in one burst.
[[nodiscard]] std::optional<RhythmFinding> describe_rhythm(const DaySet& days);

}  // namespace hardfail::analysis
