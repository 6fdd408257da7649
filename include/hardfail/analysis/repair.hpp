#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "hardfail/analysis/proposal.hpp"
#include "hardfail/spf/flatten.hpp"
#include "hardfail/spf/survey.hpp"

namespace hardfail::analysis {

/// The domain's record with what the survey finds broken in it put right: slips corrected, several
/// records merged, terms taken out that nobody can evaluate. nullopt where that cannot be told, and
/// where nothing is broken. Yet to be tried: more may be wrong with it.
[[nodiscard]] std::optional<Proposal> repaired(const spf::Survey& survey);

/// The domain's record without these of its terms, with the reason for each in the changes; nullopt
/// where it has none of them. Pre: the survey found a record.
[[nodiscard]] std::optional<Proposal> without(const spf::Survey& survey,
                                              const std::set<std::string>& terms,
                                              std::string_view reason);

/// The flattened record as a proposal; nullopt where it takes more look-ups than receivers do, or
/// more records than anybody would maintain.
[[nodiscard]] std::optional<Proposal> flat_proposal(const spf::Flattened& flattened);

}  // namespace hardfail::analysis
