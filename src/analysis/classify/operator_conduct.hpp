#pragma once

#include <vector>

#include "key_origins.hpp"
#include "operators.hpp"

namespace hardfail::analysis {

/// What the unlisted hosts of an operator do for the domain.
struct OperatorConduct {
  unsigned hosts = 0;       ///< with governed mail
  unsigned passing_on = 0;  ///< of those, whose mail looks passed on
  bool sends = false;       ///< one of them sends with a key that no listed server uses
  /// Its hosts send, with an envelope domain of their own, much of the mail of such a key.
  bool serves = false;
};

/// By the number of the operator. `listings`: of each source.
[[nodiscard]] std::vector<OperatorConduct> conduct_of(const Operators& operators,
                                                      const Profiles& profiles,
                                                      const std::vector<Listing>& listings,
                                                      const KeyOrigins& origins);

}  // namespace hardfail::analysis
