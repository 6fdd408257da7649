#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "hardfail/analysis/reason.hpp"
#include "hardfail/dmarc/destinations.hpp"
#include "hardfail/dmarc/discovery.hpp"
#include "hardfail/ledger/holding.hpp"
#include "hardfail/net/domain_name.hpp"
#include "hardfail/util/time.hpp"

namespace hardfail::analysis {

/// How one organization has been reporting on a domain.
struct Reporter {
  std::string name;
  std::uint64_t reports = 0;
  Moment first{};                   ///< begin of its first report
  Moment last{};                    ///< end of its last
  std::chrono::days usual_pause{};  ///< the median from one day with a report to the next
  bool has_stopped = false;
  bool has_stopped_alone = false;  ///< even without the times in which nobody sent any
};

/// Whether aggregate reports on a domain can come, and whether they do.
struct Intake {
  DomainName domain;
  Moment as_of{};
  dmarc::Policy policy;
  std::vector<dmarc::Destination> destinations;
  std::uint64_t reports = 0;        ///< held
  std::optional<Moment> newest;     ///< end of the last one held
  bool has_stopped = false;         ///< none come any more, of whomever
  std::vector<Reporter> reporters;  ///< those that stopped first, then most reports first
  std::vector<Reason> findings;     ///< the worst first
};

/// Draws together what the DNS and the reports held say. `destinations` are those of `policy`, none
/// where it has no record. Reports that end after `as_of` are left out.
[[nodiscard]] Intake intake_of(const DomainName& domain, Moment as_of, dmarc::Policy policy,
                               std::vector<dmarc::Destination> destinations,
                               std::span<const ledger::HeldReport> held);

}  // namespace hardfail::analysis
