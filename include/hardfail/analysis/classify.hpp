#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <memory>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

#include "hardfail/analysis/mark.hpp"
#include "hardfail/analysis/source.hpp"
#include "hardfail/net/autonomous_system.hpp"
#include "hardfail/net/ip_network.hpp"
#include "hardfail/report/observation.hpp"

namespace hardfail::analysis {

/// Everything known about a domain besides the reports, gathered before the analysis starts.
struct Surroundings {
  DomainName domain;
  DomainName organizational_domain;
  std::set<DomainName> governed;  ///< SPF identities that the domain's record governs
  /// Of check_host(source, domain), for each of Observations::sources in their order; shared by
  /// those that fare alike.
  std::vector<std::shared_ptr<const LiveSpf>> live;
  /// Of the sources whose names were asked for; nullopt where there is none.
  std::unordered_map<IpAddress, std::optional<HostName>> hosts;
  /// What the ip4 and ip6 terms of the domain's own record authorise, reached by receivers or not.
  std::vector<IpNetwork> own_terms;
  /// What the domain's A, AAAA and MX records lead to, without the mail exchangers of others.
  std::vector<IpAddress> own_hosts;
  std::vector<Mark> marks;
  /// What its MX records lead to, whoever runs it.
  std::vector<IpAddress> mail_hosts = {};
  /// The organizational domains of signers and authors that the DNS was asked for, and told.
  std::unordered_map<DomainName, DomainName> organizations = {};
  /// Of each of Observations::sources in their order, nullptr where not known; empty without a
  /// database of them.
  std::vector<std::shared_ptr<const AutonomousSystem>> systems = {};
};

/// Gives each source of the observations its class, with the signals that led to it; most messages
/// first. A source is one address. Pure: all the DNS it needs is in `surroundings`.
[[nodiscard]] std::vector<Source> classify(const report::Observations& observations,
                                           const Surroundings& surroundings);

}  // namespace hardfail::analysis
