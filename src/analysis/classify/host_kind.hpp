#pragma once

#include <cstdint>

#include "hardfail/net/domain_name.hpp"
#include "hardfail/net/host_name.hpp"
#include "hardfail/net/ip_address.hpp"

namespace hardfail::analysis {

/// What the host name of an address says about who runs it. A PTR record alone tells nothing, since
/// whoever owns the address writes it: a name is confirmed where it resolves back to the address.
enum class HostKind : std::uint8_t {
  not_asked,      ///< reverse DNS was not asked, or did not answer
  none,           ///< there is no name
  unconfirmed,    ///< the name does not resolve back to the address
  customer_line,  ///< the name is one that a network gives to any of its customers
  named,          ///< confirmed, in somebody else's domain
  own,            ///< confirmed, in the organization's own domain
};

/// `host` is what reverse DNS says about `address`.
[[nodiscard]] HostKind kind_of(const HostName& host, const IpAddress& address,
                               const DomainName& organizational_domain);

/// True where the name says who runs the host.
[[nodiscard]] constexpr bool is_telling(HostKind kind) noexcept {
  return kind == HostKind::named || kind == HostKind::own;
}

}  // namespace hardfail::analysis
