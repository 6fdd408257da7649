#include "host_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

namespace hardfail::cli {
namespace {

/// An answer without a time to live would be asked for again by every run, for a name that hardly
/// ever changes.
std::chrono::seconds bounded(const dns::HostLookup& lookup) {
  constexpr std::chrono::seconds shortest = std::chrono::minutes(10);
  const std::chrono::seconds longest = lookup.host ? std::chrono::days(7) : std::chrono::days(1);
  return std::clamp(*lookup.ttl, shortest, longest);
}

store::KnownHost known_host(const IpAddress& address, const dns::HostLookup& lookup, Moment now) {
  store::KnownHost known{address, std::nullopt, false, now + bounded(lookup)};
  if (lookup.host) {
    known.name = lookup.host->name;
    known.confirmed = lookup.host->confirmed;
  }
  return known;
}

void keep(std::span<const store::KnownHost> hosts, store::Store& store, Moment now,
          Messages& messages) {
  if (hosts.empty()) return;
  try {
    store.save_known_hosts(hosts, now);
  } catch (const Error& error) {
    messages.warning(fmt::format("host names are not remembered: {}", error.what()));
  }
}

/// Names are evidence among other evidence: reverse DNS that does not answer must not hold up the
/// verdict, nor a run by cron.
std::vector<dns::HostLookup> look_up(std::span<const IpAddress> addresses, dns::Resolver& resolver,
                                     Messages& messages) {
  constexpr std::chrono::seconds longest{30};
  const auto deadline = std::chrono::steady_clock::now() + longest;
  auto lookups = dns::look_up_hosts(addresses, resolver, deadline);
  if (std::chrono::steady_clock::now() >= deadline) {
    const auto open = std::ranges::count_if(
        lookups, [](const dns::HostLookup& lookup) { return !lookup.ttl.has_value(); });
    messages.warning(fmt::format(
        "reverse DNS gave no name for {} of {} addresses within {} seconds; the classes rest on "
        "the other evidence",
        open, addresses.size(), longest.count()));
  }
  return lookups;
}

}  // namespace

std::unordered_map<IpAddress, dns::HostName> host_names(std::span<const IpAddress> addresses,
                                                        store::Store& store,
                                                        dns::Resolver& resolver, Moment now,
                                                        Messages& messages) {
  std::unordered_map<IpAddress, dns::HostName> hosts;
  std::set<IpAddress> known;
  for (auto& host : store.known_hosts(addresses, now)) {
    known.insert(host.address);
    if (host.name) {
      hosts.emplace(host.address, dns::HostName{*std::move(host.name), host.confirmed});
    }
  }
  std::vector<IpAddress> asked;
  std::ranges::copy_if(addresses, std::back_inserter(asked),
                       [&](const IpAddress& address) { return !known.contains(address); });

  const auto lookups = look_up(asked, resolver, messages);
  std::vector<store::KnownHost> found;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    if (lookups[i].host) hosts.emplace(asked[i], *lookups[i].host);
    if (lookups[i].ttl) found.push_back(known_host(asked[i], lookups[i], now));
  }
  keep(found, store, now, messages);
  return hosts;
}

std::unordered_map<IpAddress, dns::HostName> fresh_host_names(std::span<const IpAddress> addresses,
                                                              dns::Resolver& resolver,
                                                              Messages& messages) {
  std::unordered_map<IpAddress, dns::HostName> hosts;
  auto lookups = look_up(addresses, resolver, messages);
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    if (lookups[i].host) hosts.emplace(addresses[i], *std::move(lookups[i].host));
  }
  return hosts;
}

}  // namespace hardfail::cli
