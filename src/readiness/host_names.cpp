#include "hardfail/readiness/host_names.hpp"

#include <algorithm>
#include <cstdint>
#include <tuple>
#include <utility>

namespace hardfail::readiness {

std::vector<IpAddress> sources_to_name(const report::Observations& observations) {
  const auto& sources = observations.sources;
  if (sources.size() <= most_named_sources) return sources;

  struct Seen {
    std::uint64_t rows = 0;
    std::uint64_t messages = 0;
    const IpAddress* address = nullptr;
  };
  std::vector<Seen> seen(sources.size());
  for (std::size_t i = 0; i < sources.size(); ++i) seen[i].address = &sources[i];
  for (const auto& row : observations.rows) {
    ++seen[row.source].rows;
    seen[row.source].messages += row.messages;
  }
  std::ranges::nth_element(
      seen, seen.begin() + most_named_sources, [](const Seen& a, const Seen& b) {
        return std::tie(b.rows, b.messages, *a.address) < std::tie(a.rows, a.messages, *b.address);
      });
  seen.resize(most_named_sources);
  std::vector<IpAddress> chosen;
  chosen.reserve(seen.size());
  for (const auto& each : seen) chosen.push_back(*each.address);
  return chosen;
}

ReverseLookups look_up_names(std::span<const IpAddress> addresses, dns::Resolver& resolver,
                             std::chrono::seconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  ReverseLookups lookups{dns::look_up_hosts(addresses, resolver, deadline)};
  if (std::chrono::steady_clock::now() >= deadline) {
    lookups.unanswered = static_cast<std::size_t>(std::ranges::count_if(
        lookups.answers, [](const dns::HostLookup& lookup) { return !lookup.ttl.has_value(); }));
  }
  return lookups;
}

void add_name(const IpAddress& address, dns::HostLookup&& lookup, HostNames& names) {
  if (lookup.host || lookup.ttl) names.emplace(address, std::move(lookup.host));
}

HostNames look_up_names(const report::Observations& observations, dns::Resolver& resolver) {
  const auto addresses = sources_to_name(observations);
  auto lookups = look_up_names(addresses, resolver);
  HostNames names;
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    add_name(addresses[i], std::move(lookups.answers[i]), names);
  }
  return names;
}

}  // namespace hardfail::readiness
