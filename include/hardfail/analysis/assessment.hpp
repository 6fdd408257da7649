#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <optional>
#include <vector>

#include "hardfail/analysis/after.hpp"
#include "hardfail/analysis/changes.hpp"
#include "hardfail/analysis/evidence.hpp"
#include "hardfail/analysis/expected_loss.hpp"
#include "hardfail/analysis/heard.hpp"
#include "hardfail/analysis/impact.hpp"
#include "hardfail/analysis/proposal.hpp"
#include "hardfail/analysis/reason.hpp"
#include "hardfail/analysis/sender.hpp"
#include "hardfail/analysis/source.hpp"
#include "hardfail/analysis/verdict.hpp"
#include "hardfail/analysis/volume.hpp"
#include "hardfail/dmarc/discovery.hpp"
#include "hardfail/net/domain_name.hpp"
#include "hardfail/spf/survey.hpp"
#include "hardfail/util/time.hpp"

namespace hardfail::analysis {

/// All that a readiness report says of one domain.
struct Assessment {
  DomainName domain;
  Moment as_of{};
  bool what_if = false;  ///< judged by a record that is not published
  Evidence evidence;
  Volume volume;
  spf::Survey spf;
  dmarc::Policy dmarc;
  std::vector<Source> sources;
  std::vector<Sender> senders;
  Impact impact;
  /// What -all would lose; nullopt where it ends the record already, and where nobody can tell yet.
  std::optional<ExpectedLoss> expected_loss;
  /// What became of mail since the record turned to -all; nullopt where it has not lately.
  std::optional<After> after;
  std::optional<Listening> listening;  ///< what query logs say; nullopt where none was read
  Verdict verdict;
  std::optional<Proposal> proposal;
  std::optional<Reason> unlisted;        ///< why missing senders are not in the proposal
  std::vector<Reason> remarks;           ///< what is worth knowing and decides nothing
  std::optional<Comparison> since_last;  ///< nullopt for the first run of a domain, and a what-if
};

}  // namespace hardfail::analysis
