#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "hardfail/analysis/after.hpp"
#include "hardfail/analysis/assessment.hpp"
#include "hardfail/dns/resolver.hpp"
#include "hardfail/ledger/conduct.hpp"
#include "hardfail/ledger/heard.hpp"
#include "hardfail/ledger/mark.hpp"
#include "hardfail/net/autonomous_system.hpp"
#include "hardfail/net/domain_name.hpp"
#include "hardfail/readiness/host_names.hpp"
#include "hardfail/readiness/service_records.hpp"
#include "hardfail/report/observation.hpp"
#include "hardfail/services/services.hpp"

namespace hardfail::readiness {

/// What a domain is judged by, besides the mail that was seen.
struct Options {
  std::optional<std::string> record;  ///< as if the domain published this one
  analysis::Thresholds thresholds;
  /// For how many sources the host name was asked for: those of them that are missing from the
  /// names got no answer.
  std::size_t names_asked = 0;
  const Services* services = &Services::known();  ///< never null
  /// What is asked for the SPF records of all services, to find out who publishes a source; nullptr
  /// for what is asked for all else.
  dns::Resolver* services_dns = nullptr;
  /// Where several domains are judged, those of services that were compiled for the others; nullptr
  /// to compile them for this one.
  ServiceRecords* service_records = nullptr;
  /// Where no report meets the window: from the begin of the first to the end of the last held.
  std::optional<Period> held_outside = {};
  /// What query logs say of the domain in the window.
  ledger::Heard heard = {};
  /// What reporters were seen to do with mail that fails SPF.
  ledger::Conduct conduct = {};
  /// When the record turned to -all, going by earlier runs.
  std::optional<analysis::TurnToFail> turn = {};
  /// As analysis::Surroundings has them.
  std::vector<std::shared_ptr<const AutonomousSystem>> systems = {};
};

/// Tells a dead DNS, from which nothing can be concluded, from a record that cannot be read: throws
/// Error (dns_unavailable) where every question about the domain stays without an answer.
void require_dns(const DomainName& domain, dns::Resolver& resolver);

/// Holds the sources that reports name against the domain's live records, and says whether its SPF
/// record may end in -all, who is missing from it, and what to publish. As of the end of the
/// observed window. A source that is not in `hosts` is judged without a host name. Throws as
/// require_dns() does.
[[nodiscard]] analysis::Assessment assess(const DomainName& domain,
                                          const report::Observations& observations,
                                          std::vector<ledger::Mark> marks, HostNames hosts,
                                          dns::Resolver& resolver, const Options& options);

}  // namespace hardfail::readiness
