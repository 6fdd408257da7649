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
  /// The same by reports alone that keep to calendar days: one that sums up from noon to noon, or
  /// several days, has mail of the days before and after in it.
  DaySet silent_exactly = {};
};

/// The days that reports of the window are about.
struct ReportDays {
  DaySet all;
  DaySet exact;  ///< known from reports that keep to a calendar day
};

/// `listings`: of each source.
[[nodiscard]] Calendar calendar_of(const Profiles& profiles, const std::vector<Listing>& listings,
                                   const ReportDays& reports);

/// True of days that began in the last two weeks and have gone on since: too young to show that
/// they last, and not over, as a burst of forgeries is.
[[nodiscard]] bool are_new(DaySpan days, const Calendar& calendar);

/// True of days within two weeks that are over by now: somebody who came and went.
[[nodiscard]] bool are_past_burst(DaySpan days, const Calendar& calendar);

/// Days from the first to the last with a report, both counted.
[[nodiscard]] std::chrono::days age_of(DaySpan days, const Calendar& calendar);

/// True of days spread over nearly all of the window, enough of them for a machine at work.
[[nodiscard]] bool fills_window(DaySpan days, const Calendar& calendar);

/// How a source's days go with those on which listed servers were silent.
struct Filling {
  std::size_t filled = 0;  ///< silent days on which it sent
  std::size_t silent = 0;
  bool stands_in = false;  ///< its days are mostly silent ones, and most of those
};

[[nodiscard]] Filling filling_of(DaySpan days, const DaySet& silent);

/// By all reports, or by those that keep to calendar days, if these alone show that it stands in.
[[nodiscard]] Filling filling_of(const Profile& profile, const Calendar& calendar);

}  // namespace hardfail::analysis
