#pragma once

#include <optional>
#include <span>

#include "hardfail/analysis/proposal.hpp"
#include "hardfail/dns/resolver.hpp"
#include "hardfail/net/ip_address.hpp"
#include "hardfail/spf/limits.hpp"
#include "hardfail/spf/survey.hpp"

namespace hardfail::readiness {

/// What a record may take in the worst case (RFC 7208, section 4.6.4).
struct Budget {
  unsigned lookups = spf::limits::lookups;
  unsigned void_lookups = spf::limits::void_lookups;
};

/// The surveyed record within the budget, with as little as possible of it changed: terms left out
/// that pass none of `senders` (none where it is not known who sends), `a` and `mx` written as the
/// addresses they lead to, includes of the domain's own written out. Other providers' includes stay
/// includes, since their networks change. nullopt where that is not enough, or would make the
/// record too long to publish. Pre: the survey found a record.
[[nodiscard]] std::optional<analysis::Proposal> make_room(const spf::Survey& survey,
                                                          const Budget& budget,
                                                          std::span<const IpAddress> senders,
                                                          dns::Resolver& resolver);

}  // namespace hardfail::readiness
