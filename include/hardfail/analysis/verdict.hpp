#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "hardfail/analysis/dns_facts.hpp"
#include "hardfail/analysis/evidence.hpp"
#include "hardfail/analysis/impact.hpp"
#include "hardfail/analysis/reason.hpp"
#include "hardfail/analysis/sender.hpp"
#include "hardfail/analysis/source.hpp"
#include "hardfail/dmarc/discovery.hpp"
#include "hardfail/ledger/state.hpp"
#include "hardfail/spf/survey.hpp"

namespace hardfail::analysis {

using ledger::State;

/// One thing to do.
struct Step {
  std::string text;
  bool publishes = false;  ///< it is done by publishing the proposed record, where there is one
};

struct Verdict {
  State state = State::fix_record;
  int exit_code = 2;
  std::string recommendation;  ///< the steps as one text
  std::vector<Step> steps;     ///< what to do, in order
  std::vector<Reason> reasons;
  /// For insufficient_evidence: when the window will hold enough if reports keep coming as they do.
  /// nullopt where that never comes or cannot be dated, and in any other state.
  std::optional<std::chrono::sys_days> enough_on;
  bool strict = false;  ///< the merely likely counted as unknown
  /// Sources whose class is merely likely and does not hold the verdict back, with their messages.
  std::uint64_t likely_sources = 0;
  std::uint64_t likely_messages = 0;
};

/// The verdict over classified sources and the senders that they make up: the first state whose
/// condition holds.
[[nodiscard]] Verdict decide(const DomainName& domain, const Evidence& evidence,
                             const std::vector<Source>& sources, std::span<const Sender> senders,
                             const Impact& impact, const spf::Survey& survey,
                             const dmarc::Policy& policy, const DnsFacts& dns,
                             const Thresholds& thresholds);

/// Makes publishing the record that was tried the first step; or warns of it, where it does harm.
void put_publishing_first(const DomainName& domain, Verdict& verdict);

}  // namespace hardfail::analysis
