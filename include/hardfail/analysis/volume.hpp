#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "hardfail/analysis/source.hpp"
#include "hardfail/report/observation.hpp"

namespace hardfail::analysis {

/// Messages by the class of their source, in the order of SourceClass.
using ByClass = std::array<std::uint64_t, 6>;

/// The mail of one day.
struct DayVolume {
  std::chrono::sys_days day;
  bool has_report = false;  ///< some report speaks for the day, even one without mail
  ByClass messages{};
};

/// What one organisation reported.
struct ReporterVolume {
  std::string name;
  std::uint64_t messages = 0;
  std::size_t reports = 0;  ///< with mail of the domain, as far as their periods differ
  Moment first{};           ///< from the begin of the first of those periods
  Moment last{};            ///< to the end of the last
};

/// How much mail was seen: when, and by whom.
struct Volume {
  /// Every day from the first with a report to the last of the window. Mail of a report of several
  /// days is spread evenly over them.
  std::vector<DayVolume> days;
  std::vector<ReporterVolume> reporters;  ///< most messages first, then by name
  /// For each of the first thousand senders, in their order: messages by week, the first of which
  /// begins with the first of `days`. A report counts where its first day lies.
  std::vector<std::vector<std::uint64_t>> sender_weeks;
};

/// `sources` are those that classify() made of the observations and senders_of() put in order.
[[nodiscard]] Volume volume_of(const report::Observations& observations,
                               const std::vector<Source>& sources);

}  // namespace hardfail::analysis
