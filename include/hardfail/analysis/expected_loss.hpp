#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "hardfail/analysis/classify.hpp"
#include "hardfail/analysis/evidence.hpp"
#include "hardfail/analysis/known_reporter.hpp"
#include "hardfail/analysis/source.hpp"
#include "hardfail/ledger/conduct.hpp"
#include "hardfail/report/observation.hpp"

namespace hardfail::analysis {

/// Messages of missing senders and through forwarders that -all would lose in the thirty days to
/// come, if mail goes on as it has.
struct ExpectedLoss {
  static constexpr unsigned days = 30;

  /// At receivers known to refuse mail on SPF fail before they read it: to expect, and within which
  /// bounds at 95%.
  double certain = 0;
  double certain_low = 0;
  double certain_high = 0;
  std::vector<std::string> refusing;  ///< those receivers
  /// Of the reporters of such mail those of which something is known, most of it first.
  std::vector<KnownReporter> known;
  /// At all others, each of which may refuse it or not: to expect, and at most.
  double possible = 0;
  /// What of senders that no report has shown yet there may be at most, at 95%.
  double unseen = 0;
  /// Nowhere more than this, at 95%, unseen senders included.
  double most = 0;
  /// The share of such mail that is refused or put aside today already, whatever SPF ends in.
  double lost_already = 0;

  /// Where a month brings a message of it.
  [[nodiscard]] bool is_told() const noexcept { return certain + possible >= 1; }
};

/// nullopt where there are fewer than three weeks of reports to go by. `sources` are those that
/// classify() made of the observations. `conduct` is what reporters were seen to do.
[[nodiscard]] std::optional<ExpectedLoss> expected_loss(const report::Observations& observations,
                                                        const std::vector<Source>& sources,
                                                        const Surroundings& surroundings,
                                                        const Evidence& evidence,
                                                        const ledger::Conduct& conduct);

/// For whoever decides: one sentence.
[[nodiscard]] std::string text_of(const ExpectedLoss& loss);

/// What is known of those who get that mail, and from where; empty where nothing is.
[[nodiscard]] std::string known_text(const ExpectedLoss& loss);

}  // namespace hardfail::analysis
