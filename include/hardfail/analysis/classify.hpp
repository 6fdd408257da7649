#pragma once

#include <memory>
#include <optional>
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
  /// Of check_host(source, domain), for each of Observations::sources in their order; shared by
  /// those that fare alike.
  std::vector<std::shared_ptr<const LiveSpf>> live;
  /// Of the sources whose names were asked for; nullopt where there is none.
  std::unordered_map<IpAddress, std::optional<dns::HostName>> hosts;
  std::vector<IpNetwork> own_networks;  ///< the record's own ip4 and ip6 terms, MX and A addresses
  std::vector<Mark> marks;
};

/// Gives each source of the observations its class, with the signals that led to it; most messages
/// first. A source is one address. Pure: all the DNS it needs is in `surroundings`.
[[nodiscard]] std::vector<Source> classify(const report::Observations& observations,
                                           const Surroundings& surroundings);

}  // namespace hardfail::analysis
