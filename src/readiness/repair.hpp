#pragma once

#include <optional>
#include <span>

#include "hardfail/analysis/proposal.hpp"
#include "hardfail/dns/resolver.hpp"
#include "hardfail/spf/survey.hpp"

namespace hardfail::readiness {

/// A record that receivers could use, with the steps to it, and the survey of it as if it were
/// published.
struct Repair {
  analysis::Proposal proposal;
  spf::Survey survey;
};

/// Puts right what is broken in the surveyed record: what analysis::repaired() can, and a record
/// past the limits as make_room() does for `senders`, or where that is not enough by writing out
/// all that takes look-ups. No change where the record looks sound, or fails for reasons that only
/// its clients met. nullopt where it stays broken, or where nearly everybody would pass.
[[nodiscard]] std::optional<Repair> repair(const spf::Survey& published,
                                           std::span<const IpAddress> senders,
                                           dns::Resolver& resolver);

}  // namespace hardfail::readiness
