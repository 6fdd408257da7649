#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "day_set.hpp"

namespace hardfail::analysis {

/// How the days are spread on which a source was seen, the most telling first.
enum class Rhythm : std::uint8_t {
  working_days,  ///< on so many days, Monday to Friday only, that it cannot be chance
  weekly,        ///< in so many weeks on the same day or two of the week that it cannot be chance
  daily,         ///< on most days, over weeks
  steady,        ///< on many days, over weeks
  monthly,       ///< in bursts of a few days, a month apart
};

struct RhythmFinding {
  Rhythm kind;
  std::string text;  ///< "seen on 63 days, Monday to Friday only"
};

/// nullopt where the days show no rhythm: too few, or all in one burst. `exact` are the days known
/// from reports about a single day: only they tell the day of the week.
[[nodiscard]] std::optional<RhythmFinding> describe_rhythm(const DaySet& days, const DaySet& exact);

}  // namespace hardfail::analysis
