#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "hardfail/analysis/intake.hpp"
#include "hardfail/analysis/sender.hpp"
#include "hardfail/ledger/state.hpp"
#include "hardfail/net/domain_name.hpp"
#include "hardfail/report/observation.hpp"
#include "hardfail/util/time.hpp"

namespace hardfail::analysis {

struct Assessment;

/// The mail of one stretch of time. A report counts where it begins.
struct Stretch {
  Period period;
  std::uint64_t messages = 0;
  std::uint64_t dmarc_passed = 0;  ///< as the receivers found: SPF or DKIM passed in alignment
  unsigned days_missed = 0;        ///< for which no report speaks
  std::size_t reporters = 0;       ///< with mail of the domain
};

/// A sender that came or went.
struct DigestSender {
  std::string name;
  SourceClass source_class = SourceClass::unknown;
  std::uint64_t messages = 0;  ///< in the window that the verdict is drawn from
};

/// What a period came to, held against the one before, for people who look now and then.
struct Digest {
  DomainName domain;
  Stretch now;
  Stretch before;
  ledger::State state = ledger::State::fix_record;
  std::optional<ledger::State> state_before = {};  ///< nullopt where no run tells
  std::string recommendation = {};
  /// Those that something vouches for: first seen in this period, missing ones first.
  std::vector<DigestSender> new_senders = {};
  std::vector<DigestSender> gone_senders = {};  ///< last seen in the period before
  std::vector<Reporter> stopped = {};           ///< that sent their last report in either
};

/// How often there is a digest: of 7 days, or of 30.
enum class Cadence : std::uint8_t { weekly, monthly };

/// The end of the last whole day before `moment`, so that periods hold whole days.
[[nodiscard]] Moment last_midnight(Moment moment);

/// The end of the last week (it ends with Sunday) or month, in UTC, that a schedule tells of at
/// `moment`: it is over for a day, since what was seen on a day is reported during the next.
[[nodiscard]] Moment last_due(Cadence cadence, Moment moment);

/// What a digest up to `end` holds.
[[nodiscard]] Period digest_period(Cadence cadence, Moment end);

/// A digest's period and the one before it, which is as long, as one.
[[nodiscard]] Period with_period_before(const Period& period);

/// `observations` are those of with_period_before(), `reporters` those of the domain's Intake. The
/// assessment may be of a later moment than the period's end.
[[nodiscard]] Digest digest_of(const Assessment& assessment, const Period& period,
                               const report::Observations& observations,
                               std::span<const Reporter> reporters,
                               std::optional<ledger::State> state_before);

}  // namespace hardfail::analysis
