#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "hardfail/analysis/changes.hpp"
#include "hardfail/ledger/state.hpp"
#include "hardfail/render/format.hpp"

namespace hardfail::render {

/// Consecutive readiness runs with the same result.
struct HistoryEntry {
  Moment first_as_of{};
  Moment last_as_of{};
  std::uint64_t runs = 1;
  ledger::State state = ledger::State::fix_record;
  std::string record;                     ///< as found by the first of them
  std::vector<analysis::Change> changes;  ///< since the previous entry
  std::uint64_t run = 0;                  ///< the number of the first of them
  bool is_replayable = false;             ///< that one can be judged again
};

/// How the runs of a domain differ, in the order given. JSON by schema hardfail.history/1.
[[nodiscard]] std::string present(const DomainName& domain, std::span<const HistoryEntry> entries,
                                  Format format, const Page& page);

}  // namespace hardfail::render
