#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "hardfail/ledger/input.hpp"
#include "hardfail/net/domain_name.hpp"
#include "hardfail/report/report.hpp"
#include "hardfail/util/time.hpp"

namespace hardfail::ledger {

/// A report that is held, as it is listed.
struct HeldReport {
  std::string org_name;
  std::string report_id;
  DomainName domain;
  Period period;
  std::uint64_t records = 0;
  std::uint64_t messages = 0;
  bool conflicting = false;  ///< another body is held under the same identity
  Origin origin;
  Moment imported{};
  std::vector<report::Warning> warnings;
};

/// A domain that reports are held for.
struct HeldDomain {
  DomainName domain;
  std::uint64_t reports = 0;  ///< conflicting ones, and the most messages of one, counted once
  std::uint64_t messages = 0;
  std::uint64_t reporters = 0;
  Period period;                            ///< from the first report's begin to the last one's end
  std::optional<std::string> last_verdict;  ///< name of the state in the last readiness run
  std::optional<Moment> last_run;
};

}  // namespace hardfail::ledger
