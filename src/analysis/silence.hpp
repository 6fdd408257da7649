#pragma once

#include <algorithm>
#include <chrono>

#include "hardfail/util/time.hpp"

namespace hardfail::analysis {

/// Whether what was seen on so many days, from `first` to `last`, has been silent for so long
/// before `end`, measured by its own rhythm, that it seems to have stopped.
[[nodiscard]] inline bool has_gone_silent(unsigned days, Moment first, Moment last, Moment end) {
  constexpr unsigned enough_days = 5;
  constexpr std::chrono::days short_silence{14};
  constexpr int rhythm = 3;
  if (days < enough_days) return false;
  const auto usual = (last - first) / days;
  return end - last > std::max<std::chrono::seconds>(short_silence, rhythm * usual);
}

}  // namespace hardfail::analysis
