#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "hardfail/dns/host_names.hpp"
#include "hardfail/dns/resolver.hpp"
#include "hardfail/net/ip_address.hpp"
#include "hardfail/report/observation.hpp"

namespace hardfail::readiness {

/// The host names of sources; nullopt where one has none. Where the DNS did not say, the source is
/// left out.
using HostNames = std::unordered_map<IpAddress, std::optional<HostName>>;

/// For at most so many sources the host names are looked up. A botnet can have any number, each
/// seen once or twice, while what sends for the domain is seen again and again.
constexpr std::size_t most_named_sources = 20'000;

/// The sources whose host names are worth asking for: all, or where there are more than
/// `most_named_sources`, those in the most rows.
[[nodiscard]] std::vector<IpAddress> sources_to_name(const report::Observations& observations);

/// Reverse DNS, as far as it answered in time.
struct ReverseLookups {
  std::vector<dns::HostLookup> answers;  ///< in the order of the addresses
  std::size_t unanswered = 0;            ///< when the time was up; 0 where it sufficed
};

/// How long reverse DNS may take. Names are evidence among other evidence: servers that do not
/// answer must not hold up the verdict.
constexpr std::chrono::seconds reverse_dns_patience{30};

/// Looks up the names of these addresses within `patience`.
[[nodiscard]] ReverseLookups look_up_names(std::span<const IpAddress> addresses,
                                           dns::Resolver& resolver,
                                           std::chrono::seconds patience = reverse_dns_patience);

/// Adds what a look-up found, unless a DNS error left open whether the address has a name.
void add_name(const IpAddress& address, dns::HostLookup&& lookup, HostNames& names);

/// The host names of the sources worth asking for, from the DNS alone.
[[nodiscard]] HostNames look_up_names(const report::Observations& observations,
                                      dns::Resolver& resolver);

}  // namespace hardfail::readiness
