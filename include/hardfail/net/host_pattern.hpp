#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "hardfail/net/domain_name.hpp"
#include "hardfail/net/ip_network.hpp"

namespace hardfail {

/// Which hosts are meant: one address, a network, or all whose name is a given one or below it.
class HostPattern {
 public:
  /// Parses `192.0.2.1`, `2001:db8::/32`, `mail.example.net`, and `.example.net` or
  /// `*.example.net`, which mean what `example.net` does. nullopt for anything else, including a
  /// name of one label, which would be a whole top-level domain, and one that ends in a number,
  /// which is a mistyped address.
  [[nodiscard]] static std::optional<HostPattern> parse(std::string_view text);

  /// True for a host of this address that goes by this name; nullptr where it has none to go by.
  [[nodiscard]] bool matches(const IpAddress& address, const DomainName* name) const noexcept;

  /// True for a pattern that only a host's name can match.
  [[nodiscard]] bool is_name() const noexcept {
    return std::holds_alternative<DomainName>(m_hosts);
  }

  /// True if this pattern, of two that match one host, is the more specific: an address more than a
  /// name, a name more than a network; of two names the longer, of two networks the narrower.
  [[nodiscard]] bool is_narrower_than(const HostPattern& other) const;

  /// As parse() takes it; equal patterns give equal texts.
  [[nodiscard]] std::string to_string() const;

  friend auto operator<=>(const HostPattern&, const HostPattern&) = default;

 private:
  using Hosts = std::variant<IpNetwork, DomainName>;
  explicit HostPattern(Hosts hosts) : m_hosts(std::move(hosts)) {}
  Hosts m_hosts;
};

}  // namespace hardfail
