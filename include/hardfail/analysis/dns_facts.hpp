#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "hardfail/analysis/heard.hpp"
#include "hardfail/net/domain_name.hpp"
#include "hardfail/spf/outcome.hpp"

namespace hardfail::analysis {

/// What the DNS says, or could not say, about the domain besides its record and its policy.
struct DnsFacts {
  enum class MailExchanger : std::uint8_t { published, none, dns_failed };
  /// `none` for a null MX too (RFC 7505).
  MailExchanger mail_exchanger = MailExchanger::dns_failed;
  std::vector<spf::TermPath> open_passes;  ///< that nearly every client gets
  std::size_t names_asked = 0;             ///< sources whose host name was asked for
  std::size_t names_failed = 0;            ///< of those, the ones the DNS gave no answer for
  /// Of signers and authors, where it did not tell the organizational domain.
  std::vector<DomainName> organizations_failed;
  std::optional<Listening> listening = {};  ///< nullopt where no query log was read
};

}  // namespace hardfail::analysis
