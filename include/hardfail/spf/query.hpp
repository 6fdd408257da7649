#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <optional>
#include <string>
#include <string_view>

#include "hardfail/net/domain_name.hpp"
#include "hardfail/net/ip_address.hpp"

namespace hardfail::spf {

/// The arguments of check_host() (RFC 7208, section 4.1). A row of a report knows neither the local
/// part nor the HELO name; then a record that needs them cannot be decided.
struct Query {
  IpAddress client;
  DomainName domain;
  std::optional<std::string> local_part;  ///< of the sender; nullopt where unknown
  std::optional<std::string> helo;        ///< nullopt where unknown
  /// Of the sender, for %{o} and %{s}; nullopt where it is `domain`, as it is except for a check of
  /// the HELO identity or of another record.
  std::optional<DomainName> sender_domain = {};

  /// The query for a message: an empty `mail_from` means the HELO identity, a missing local part
  /// "postmaster" (RFC 7208, sections 2.4 and 4.3). nullopt where the domain is malformed or has
  /// one label: the result is then `none`.
  [[nodiscard]] static std::optional<Query> of_message(const IpAddress& client,
                                                       std::string_view mail_from,
                                                       std::string_view helo);
};

}  // namespace hardfail::spf
