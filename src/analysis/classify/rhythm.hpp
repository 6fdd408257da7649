#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "day_set.hpp"

namespace hardfail::analysis {

/// How the days are spread on which a source was seen, the most telling first.
enum class Rhythm : std::uint8_t {
  working_days,  ///< on so many days, Monday to Friday only, that it cannot be chance
  weekly,        ///< in so many weeks at the same time of the week that it cannot be chance
  daily,         ///< on most days, over weeks
  steady,        ///< on many days, over weeks
  monthly,       ///< in bursts of a few days, a month apart
};

/// A rhythm with the figures that show it.
struct RhythmFinding {
  Rhythm kind;
  std::size_t count;  ///< of weeks for a weekly rhythm, else of days
  unsigned span;      ///< days from the first to the last, both counted

  friend bool operator==(const RhythmFinding&, const RhythmFinding&) = default;
};

/// The first days of the bursts: runs of days without a gap as long as `gap`.
[[nodiscard]] std::vector<std::chrono::sys_days> burst_starts(DaySpan days, std::chrono::days gap);

/// The Monday of the week of a day.
[[nodiscard]] std::chrono::sys_days week_of(std::chrono::sys_days day);

/// True of so many days over so many that last for nearly all of the observed ones, and are many of
/// them.
[[nodiscard]] bool stays(std::size_t days, unsigned span, unsigned observed_days);

/// The longest time between two days that follow each other; 0 for fewer than two.
[[nodiscard]] std::chrono::days longest_pause(DaySpan days);

/// nullopt where the days show no rhythm: too few, or all in one burst. `exact` are the days known
/// from reports about a single day: only they tell the day of the week.
[[nodiscard]] std::optional<RhythmFinding> find_rhythm(DaySpan days, DaySpan exact);

/// "seen on 63 days, Monday to Friday only"
[[nodiscard]] std::string text_of(const RhythmFinding& finding);

}  // namespace hardfail::analysis
