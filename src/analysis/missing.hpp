#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "hardfail/analysis/proposal.hpp"
#include "hardfail/net/ip_network.hpp"

namespace hardfail::analysis {

/// The missing senders, most messages first, grouped by who publishes them.
struct Missing {
  std::vector<DomainName> includes;  ///< of their providers, each once
  std::vector<const Source*> alone;  ///< those that no provider publishes
  std::map<IpAddress, std::string> terms_of_providers;

  /// `sources` must outlive this object.
  Missing(const std::vector<Source>& sources, const ProviderIncludes& by_address);

  [[nodiscard]] bool empty() const { return includes.empty() && alone.empty(); }

  /// The fewest networks that hold exactly the addresses in `alone`.
  [[nodiscard]] std::set<IpNetwork> networks() const;
};

/// "ip4:192.0.2.0/31" for each network.
[[nodiscard]] std::vector<std::string> terms_of(const std::set<IpNetwork>& networks);

/// Which term lists each of the missing. Pre: `networks` are those of `missing`.
[[nodiscard]] std::map<IpAddress, std::string> terms_by_address(
    const Missing& missing, const std::set<IpNetwork>& networks);

/// Missing senders of one neighbourhood, IpNetwork::around() them.
struct Neighbourhood {
  IpNetwork network;
  std::uint64_t addresses = 0;
  std::uint64_t messages = 0;
};

/// The neighbourhoods of the sources, most messages first.
[[nodiscard]] std::vector<Neighbourhood> neighbourhoods(const std::vector<const Source*>& sources);

}  // namespace hardfail::analysis
