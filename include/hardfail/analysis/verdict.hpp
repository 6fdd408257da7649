#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "hardfail/analysis/dns_facts.hpp"
#include "hardfail/analysis/evidence.hpp"
#include "hardfail/analysis/impact.hpp"
#include "hardfail/analysis/reason.hpp"
#include "hardfail/analysis/source.hpp"
#include "hardfail/dmarc/discovery.hpp"
#include "hardfail/ledger/state.hpp"
#include "hardfail/spf/survey.hpp"

namespace hardfail::analysis {

using ledger::State;

struct Verdict {
  State state = State::fix_record;
  int exit_code = 2;
  std::string recommendation;
  std::vector<Reason> reasons;
  /// For insufficient_evidence: when the window will hold enough if reports keep coming as they do.
  /// nullopt where that never comes or cannot be dated, and in any other state.
  std::optional<std::chrono::sys_days> enough_on;
  bool strict = false;  ///< the merely likely counted as unknown
  /// Sources whose class is merely likely and does not hold the verdict back, with their messages.
  std::uint64_t likely_sources = 0;
  std::uint64_t likely_messages = 0;
};

/// The verdict over classified sources: the first state whose condition holds.
[[nodiscard]] Verdict decide(const DomainName& domain, const Evidence& evidence,
                             const std::vector<Source>& sources, const Impact& impact,
                             const spf::Survey& survey, const dmarc::Policy& policy,
                             const DnsFacts& dns, const Thresholds& thresholds);

/// What to do next where the verdict is on a record that is not published yet: that first, unless
/// it cannot be evaluated, lets everybody pass, or loses mail by its own -all.
[[nodiscard]] std::string recommend_what_if(const DomainName& domain, const Verdict& verdict);

}  // namespace hardfail::analysis
