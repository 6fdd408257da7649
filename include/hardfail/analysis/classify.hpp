#pragma once

#include <memory>
#include <set>
#include <unordered_map>
#include <vector>

#include "hardfail/analysis/mark.hpp"
#include "hardfail/analysis/source.hpp"
#include "hardfail/net/ip_network.hpp"
#include "hardfail/report/observation.hpp"

namespace hardfail::analysis {

/// Everything that is known of a domain beside the reports, gathered before the analysis starts.
struct Surroundings {
  DomainName domain;
  DomainName organizational_domain;
  std::set<DomainName> governed;  ///< SPF identities that the domain's record governs
  std::unordered_map<IpAddress, std::shared_ptr<const LiveSpf>>
      live;  ///< of check_host(address, domain), for each source; shared by those that fare alike
  std::unordered_map<IpAddress, dns::HostName> hosts;  ///< where one is known
  std::vector<IpNetwork> own_networks;  ///< the record's own ip4 and ip6 terms, MX and A addresses
  std::vector<Mark> marks;
};

/// Gives each source of the observations its class, with the signals that led to it; most messages
/// first. A source is one address. Pure: all the DNS it needs is in `surroundings`.
[[nodiscard]] std::vector<Source> classify(const report::Observations& observations,
                                           const Surroundings& surroundings);

}  // namespace hardfail::analysis
