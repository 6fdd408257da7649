#include "host_kind.hpp"

#include "hardfail/analysis/host_name.hpp"

namespace hardfail::analysis {

HostKind kind_of(const HostName& host, const IpAddress& address,
                 const DomainName& organizational_domain) {
  if (is_generic_host(host.name, address)) return HostKind::customer_line;
  if (!host.confirmed) return HostKind::unconfirmed;
  return host.name.is_at_or_below(organizational_domain) ? HostKind::own : HostKind::named;
}

}  // namespace hardfail::analysis
