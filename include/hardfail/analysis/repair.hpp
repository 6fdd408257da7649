#pragma once

#include <optional>

#include "hardfail/analysis/proposal.hpp"
#include "hardfail/spf/flatten.hpp"
#include "hardfail/spf/survey.hpp"

namespace hardfail::analysis {

/// The domain's record with what the survey finds broken in it put right: slips corrected, several
/// records merged, terms taken out that nobody can evaluate. nullopt where that cannot be told, and
/// where nothing is broken. Yet to be tried: more may be wrong with it.
[[nodiscard]] std::optional<Proposal> repaired(const spf::Survey& survey);

/// The flattened record as a proposal; nullopt where it takes more look-ups than receivers do, or
/// more records than anybody would maintain.
[[nodiscard]] std::optional<Proposal> flat_proposal(const spf::Flattened& flattened);

}  // namespace hardfail::analysis
