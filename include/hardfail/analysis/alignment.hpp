#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <vector>

#include "hardfail/analysis/classify.hpp"
#include "hardfail/net/domain_name.hpp"
#include "hardfail/report/observation.hpp"

namespace hardfail::analysis {

/// How a signer stands to the author of a message, in relaxed mode (RFC 9989, section 4.4).
enum class Alignment : std::uint8_t {
  foreign,
  foreign_by_dns,  ///< the names are of one organization, but the organizational domains differ
  aligned,
};

/// By the organizational domains of both where these are known, else by their names alone.
[[nodiscard]] Alignment alignment_of(const DomainName& signer, const DomainName& author,
                                     const Surroundings& surroundings);

/// The authors within the organization, and signers that seem to be of one with them by their names
/// alone, while the DNS may say otherwise; those of most messages first.
[[nodiscard]] std::vector<DomainName> names_to_align(const report::Observations& observations,
                                                     const Surroundings& surroundings);

}  // namespace hardfail::analysis
