#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "hardfail/dmarc/discovery.hpp"
#include "hardfail/dns/resolver.hpp"
#include "hardfail/net/domain_name.hpp"

namespace hardfail::dmarc {

/// Whether another organization's domain agrees to receive the reports (RFC 7489, section 7.1).
enum class Consent : std::uint8_t {
  not_needed,  ///< the address is in the organization of the policy
  given,
  missing,  ///< receivers send it nothing
  unknown,  ///< the DNS failed
};

/// Whether mail can be delivered to a domain (RFC 5321, section 5.1; RFC 7505).
enum class MailHost : std::uint8_t { present, absent, unknown };

/// One address that a policy wants aggregate reports sent to.
struct Destination {
  std::string uri;                   ///< as written
  std::optional<DomainName> domain;  ///< of the address; nullopt where it is not a mailto: address
  bool has_size_limit = false;       ///< "!10m", which RFC 9990 no longer has
  Consent consent = Consent::not_needed;
  std::optional<DomainName> consent_name;  ///< the name that gives consent, where one is needed
  MailHost mail_host = MailHost::unknown;
};

/// The destinations of a policy's rua tag, with what the DNS says of each. Pre: the policy has a
/// record.
[[nodiscard]] std::vector<Destination> destinations_of(const Policy& policy,
                                                       dns::Resolver& resolver);

}  // namespace hardfail::dmarc
