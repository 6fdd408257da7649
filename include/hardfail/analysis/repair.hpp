#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "hardfail/analysis/proposal.hpp"
#include "hardfail/spf/flatten.hpp"
#include "hardfail/spf/survey.hpp"

namespace hardfail::analysis {

/// The domain's record with what the survey finds broken in it put right: slips corrected, several
/// records merged, terms taken out that nobody can evaluate. nullopt where that cannot be told, and
/// where nothing is broken. Yet to be tried: more may be wrong with it.
[[nodiscard]] std::optional<Proposal> repaired(const spf::Survey& survey);

/// A term of a record, what to write in its place (nothing: leave it out), and why.
struct Rewrite {
  std::string term;
  std::vector<std::string> by;
  std::string reason;
};

/// The domain's record with these terms rewritten, and the reason for each in the changes; nullopt
/// where it has none of them. Pre: the survey found a record.
[[nodiscard]] std::optional<Proposal> rewritten(const spf::Survey& survey,
                                                std::span<const Rewrite> rewrites);

/// The flattened record as a proposal; nullopt where it takes more look-ups than receivers do, or
/// more records than anybody would maintain.
[[nodiscard]] std::optional<Proposal> flat_proposal(const spf::Flattened& flattened);

}  // namespace hardfail::analysis
