#include "assess/dns_session.hpp"

#include "hardfail/dns/network.hpp"
#include "hardfail/dns/zone.hpp"

namespace hardfail::cli {

DnsSession::DnsSession(const DnsOptions& options)
    : m_upstream(options.zone ? dns::load_zone(*options.zone)
                              : dns::make_network_resolver(options.network)),
      m_cache(*m_upstream) {}

}  // namespace hardfail::cli
