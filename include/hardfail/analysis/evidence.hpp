#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "hardfail/analysis/source.hpp"
#include "hardfail/report/observation.hpp"
#include "hardfail/util/time.hpp"

namespace hardfail::analysis {

/// How much is enough, and how much is too much.
struct Thresholds {
  unsigned min_days = 30;  ///< days with reports, and days between the first and the last
  unsigned min_reporters = 3;
  std::uint64_t min_messages = 300;  ///< legitimate and governed
  double max_unknown = 0.001;        ///< of the legitimate messages
  unsigned max_unknown_days = 14;    ///< an unknown source seen on as many is too much by itself
  double max_forwarded = 0.01;       ///< of the legitimate messages
  /// Sources whose class is merely likely count as unknown; missing senders stay missing.
  bool strict = false;
};

/// Consecutive days, from the first to the last inclusive.
struct Days {
  std::chrono::sys_days first;
  std::chrono::sys_days last;

  [[nodiscard]] unsigned count() const noexcept {
    return static_cast<unsigned>((last - first).count() + 1);
  }
};

/// The days with a moment in `period`. Pre: it is not empty.
[[nodiscard]] Days days_touched(const Period& period);

/// What is held against the thresholds: the mail that listed and missing senders sent themselves
/// and that the record governs. Forwarded copies of it prove nothing about the senders, nor does
/// mail that the record never judges.
struct Counted {
  /// From the first day with such mail to the last; of all reports where there is no such mail.
  std::optional<Days> seen;
  unsigned days = 0;  ///< of those, the ones with any report
  unsigned reporters = 0;
  /// Such messages, with no day counted for more than a tenth of the sum, and no reporter for more
  /// than two thirds.
  std::uint64_t messages = 0;

  [[nodiscard]] unsigned span() const noexcept { return seen ? seen->count() : 0; }
};

/// What the reports amount to.
struct Evidence {
  Period window;
  unsigned days_with_reports = 0;
  unsigned days_spanned = 0;        ///< from the first day with a report to the last, both counted
  std::optional<Days> seen;         ///< those days; nullopt without a report
  std::optional<Days> longest_gap;  ///< without a report, after the first day with one
  /// Where no report meets the window: from the first day of those held to the last.
  std::optional<Days> outside_window;
  std::uint64_t reports = 0;
  std::vector<std::string> reporters;
  std::uint64_t messages = 0;
  std::uint64_t legitimate_messages = 0;
  std::uint64_t governed_legitimate = 0;  ///< sent by listed and missing senders themselves
  Counted counted;
  /// The share of the governed legitimate mail that may still come from senders the record misses,
  /// at 95% confidence: the rule of three, 3/n. nullopt where some is known to, or none counts.
  std::optional<double> missing_bound;
};

/// Sums up what the reports of the window amount to, given the classes and the SPF identities that
/// the record governs.
[[nodiscard]] Evidence weigh(const report::Observations& observations,
                             const std::vector<Source>& sources,
                             const std::set<DomainName>& governed);

/// True if there are as many days, reporters and messages as the thresholds ask for; no messages
/// are needed where nobody legitimate sends.
[[nodiscard]] bool is_enough(const Evidence& evidence, const Thresholds& thresholds);

/// The day on which is_enough() comes true if reports and mail keep coming as they have so far.
/// nullopt where it is true already, where the window is too short for it ever to be, and where
/// there are too few reporters, since nobody can say when more will come.
[[nodiscard]] std::optional<std::chrono::sys_days> enough_on(const Evidence& evidence,
                                                             const Thresholds& thresholds);

}  // namespace hardfail::analysis
