#pragma once

#include <chrono>
#include <cstddef>
#include <vector>

#include "day_set.hpp"
#include "listing.hpp"
#include "profile.hpp"

namespace hardfail::analysis {

/// The days of the window, as reports and the mail of listed servers show them.
struct Calendar {
  unsigned observed = 0;         ///< from the first day with a report to the last, both counted
  std::chrono::sys_days last{};  ///< with a report
  /// With reports, but without mail of listed servers, though they send on that day of the week.
  DaySet silent;
};

/// `listings`: of each source. `report_days`: those that reports of the window are about.
[[nodiscard]] Calendar calendar_of(const Profiles& profiles, const std::vector<Listing>& listings,
                                   const DaySet& report_days);

/// True of days that began in the last two weeks and have gone on since: too young to show that
/// they last, and not over, as a burst of forgeries is.
[[nodiscard]] bool are_new(const DaySet& days, const Calendar& calendar);

/// True of days within two weeks that are over by now: somebody who came and went.
[[nodiscard]] bool are_past_burst(const DaySet& days, const Calendar& calendar);

/// Days from the first to the last with a report, both counted.
[[nodiscard]] std::chrono::days age_of(const DaySet& days, const Calendar& calendar);

/// True of days spread over nearly all of the window, enough of them for a machine at work.
[[nodiscard]] bool fills_window(const DaySet& days, const Calendar& calendar);

/// How many of the days are silent ones.
[[nodiscard]] std::size_t silent_among(const DaySet& days, const Calendar& calendar);

/// True of days that are mostly the silent ones, and most of those.
[[nodiscard]] bool fill_silence(const DaySet& days, const Calendar& calendar);

}  // namespace hardfail::analysis
