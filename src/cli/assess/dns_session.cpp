#include "assess/dns_session.hpp"

#include "hardfail/dns/network.hpp"
#include "hardfail/dns/zone.hpp"

namespace hardfail::cli {

DnsSession::DnsSession(const GlobalOptions& options, const Environment& environment)
    : m_wait(environment, options.verbosity), m_cache(m_wait) {
  if (options.dns.zone) {
    m_wait.ask_from(dns::load_zone(*options.dns.zone));
    return;
  }
  auto network = options.dns.network;
  network.on_wait = [this](std::size_t answered, std::size_t asked) {
    m_wait.show(answered, asked);
  };
  m_wait.ask_from(dns::make_network_resolver(network));
}

}  // namespace hardfail::cli
