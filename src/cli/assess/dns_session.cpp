#include "assess/dns_session.hpp"

#include "hardfail/dns/network.hpp"
#include "hardfail/dns/zone.hpp"

namespace hardfail::cli {

std::unique_ptr<dns::Resolver> make_resolver(const DnsOptions& options) {
  return options.zone ? dns::load_zone(*options.zone) : dns::make_network_resolver(options.network);
}

DnsSession::DnsSession(const GlobalOptions& options, const Environment& environment)
    : m_wait(environment, options.verbosity), m_cache(m_wait) {
  auto dns = options.dns;
  dns.network.on_wait = [this](std::size_t answered, std::size_t asked) {
    m_wait.show(answered, asked);
  };
  m_wait.ask_from(make_resolver(dns));
}

}  // namespace hardfail::cli
