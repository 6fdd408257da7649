#include "host_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include "hardfail/util/text.hpp"

namespace hardfail::cli {
namespace {

/// The sources whose names are worth asking for. A botnet can have any number, each seen once or
/// twice: what sends for the domain is seen again and again.
std::vector<IpAddress> telling_sources(const DomainName& domain,
                                       const report::Observations& observations,
                                       Messages& messages) {
  constexpr std::size_t most = 20'000;
  const auto& sources = observations.sources;
  if (sources.size() <= most) return sources;

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
  std::ranges::nth_element(seen, seen.begin() + most, [](const Seen& a, const Seen& b) {
    return std::tie(b.rows, b.messages, *a.address) < std::tie(a.rows, a.messages, *b.address);
  });
  seen.resize(most);
  messages.warning(fmt::format(
      "{} has {} sources: host names were looked up for the {} that reports name most often, the "
      "classes of the others rest on the other evidence",
      printable(domain.text()), sources.size(), most));
  std::vector<IpAddress> telling;
  for (const auto& each : seen) telling.push_back(*each.address);
  return telling;
}

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

void add_found(const IpAddress& address, dns::HostLookup&& lookup, HostNamesOf& hosts) {
  // Without a time to live it is not known whether there is a name.
  if (lookup.host || lookup.ttl) hosts.emplace(address, std::move(lookup.host));
}

}  // namespace

HostNamesOf host_names(const DomainName& domain, const report::Observations& observations,
                       store::Store& store, dns::Resolver& resolver, Moment now,
                       Messages& messages) {
  const auto addresses = telling_sources(domain, observations, messages);
  HostNamesOf hosts;
  for (auto& host : store.known_hosts(addresses, now)) {
    auto& name = hosts[host.address];
    if (host.name) name = dns::HostName{*std::move(host.name), host.confirmed};
  }
  std::vector<IpAddress> asked;
  std::ranges::copy_if(addresses, std::back_inserter(asked),
                       [&](const IpAddress& address) { return !hosts.contains(address); });

  auto lookups = look_up(asked, resolver, messages);
  std::vector<store::KnownHost> found;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    if (lookups[i].ttl) found.push_back(known_host(asked[i], lookups[i], now));
    add_found(asked[i], std::move(lookups[i]), hosts);
  }
  keep(found, store, now, messages);
  return hosts;
}

HostNamesOf fresh_host_names(const DomainName& domain, const report::Observations& observations,
                             dns::Resolver& resolver, Messages& messages) {
  const auto addresses = telling_sources(domain, observations, messages);
  HostNamesOf hosts;
  auto lookups = look_up(addresses, resolver, messages);
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    add_found(addresses[i], std::move(lookups[i]), hosts);
  }
  return hosts;
}

}  // namespace hardfail::cli
