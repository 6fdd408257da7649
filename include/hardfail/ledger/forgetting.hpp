#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <optional>

#include "hardfail/net/domain_name.hpp"
#include "hardfail/util/time.hpp"

namespace hardfail::ledger {

/// Which of what is held is to go: everything of a domain, everything that ended before a moment,
/// or with both what fulfils both.
struct Forgetting {
  std::optional<DomainName> domain = {};  ///< for which a report was published, which a run judged
  std::optional<Moment> before = {};  ///< end of a report's period, moment that a run judged as of
  bool takes_runs = false;            ///< what readiness concluded, besides reports
  bool takes_marks = false;           ///< the operator's marks, besides reports
};

/// What went, or would.
struct Forgotten {
  std::uint64_t reports = 0;
  std::uint64_t rows = 0;
  std::uint64_t messages = 0;
  std::uint64_t runs = 0;
  std::uint64_t marks = 0;
};

}  // namespace hardfail::ledger
