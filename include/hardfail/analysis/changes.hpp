#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <string>
#include <vector>

#include "hardfail/analysis/reason.hpp"
#include "hardfail/ledger/run.hpp"
#include "hardfail/util/time.hpp"

namespace hardfail::analysis {

/// One thing that differs from the run before.
struct Change {
  std::string code;
  Severity severity = Severity::note;
  std::string text;
  std::vector<IpAddress> sources;         ///< those it is about
  std::vector<std::string> senders = {};  ///< what those are called whose senders are known
};

/// The run before, and how this one differs from it.
struct Comparison {
  Moment previous_as_of{};
  ledger::State previous_state = ledger::State::fix_record;
  std::vector<Change> changes;
};

struct Assessment;

/// What is kept of an assessment for later ones to be held against; of its senders the 200 largest,
/// missing ones first.
[[nodiscard]] ledger::Run run_of(const Assessment& assessment);

/// How `after` differs from `before`, two runs of one domain: the verdict first, then records, then
/// sources. Records that either run could not read, and sources that either did not see, do not
/// count as a difference, except for new unlisted ones and for senders of which nothing is left.
[[nodiscard]] Comparison compare(const ledger::Run& before, const ledger::Run& after);

}  // namespace hardfail::analysis
