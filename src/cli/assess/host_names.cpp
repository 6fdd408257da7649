#include "assess/host_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "hardfail/util/count.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::cli {
namespace {

/// The sources to ask for; warns if these are not all.
std::vector<IpAddress> addresses_to_ask(const DomainName& domain,
                                        const report::Observations& observations,
                                        Messages& messages) {
  auto addresses = readiness::sources_to_name(observations);
  if (addresses.size() < observations.sources.size()) {
    messages.warning(fmt::format(
        "{} has {} sources: host names were looked up for the {} that reports name most often; the "
        "classes of the others rest on other evidence",
        printable(domain.text()), grouped(observations.sources.size()), grouped(addresses.size())));
  }
  return addresses;
}

/// Otherwise each run would ask again for an answer with a time to live of 0, for a name that
/// hardly ever changes.
std::chrono::seconds bounded(const dns::HostLookup& lookup) {
  constexpr std::chrono::seconds shortest = std::chrono::minutes(10);
  const std::chrono::seconds longest = lookup.host ? std::chrono::days(7) : std::chrono::days(1);
  return std::clamp(*lookup.ttl, shortest, longest);
}

void keep(std::span<const ledger::KnownHost> hosts, store::Store& store, Moment now,
          Messages& messages) {
  if (hosts.empty()) return;
  try {
    store.save_known_hosts(hosts, now);
  } catch (const Error& error) {
    messages.warning(fmt::format("host names are not remembered: {}", error.what()));
  }
}

std::vector<dns::HostLookup> look_up(std::span<const IpAddress> addresses, dns::Resolver& resolver,
                                     Messages& messages) {
  auto lookups = readiness::look_up_names(addresses, resolver);
  if (lookups.unanswered > 0) {
    messages.warning(fmt::format(
        "reverse DNS gave no name for {} of {} addresses within {} seconds; the classes rest on "
        "the other evidence",
        grouped(lookups.unanswered), grouped(addresses.size()),
        readiness::reverse_dns_patience.count()));
  }
  return std::move(lookups.answers);
}

}  // namespace

readiness::HostNames host_names(const DomainName& domain, const report::Observations& observations,
                                store::Store& store, dns::Resolver& resolver, Moment now,
                                Messages& messages) {
  const auto addresses = addresses_to_ask(domain, observations, messages);
  readiness::HostNames hosts;
  for (auto& known : store.known_hosts(addresses, now)) {
    hosts.emplace(known.address, std::move(known.host));
  }
  std::vector<IpAddress> asked;
  std::ranges::copy_if(addresses, std::back_inserter(asked),
                       [&](const IpAddress& address) { return !hosts.contains(address); });

  auto lookups = look_up(asked, resolver, messages);
  std::vector<ledger::KnownHost> found;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    if (lookups[i].ttl) {
      found.push_back({asked[i], lookups[i].host, now + bounded(lookups[i])});
    }
    readiness::add_name(asked[i], std::move(lookups[i]), hosts);
  }
  keep(found, store, now, messages);
  return hosts;
}

readiness::HostNames fresh_host_names(const DomainName& domain,
                                      const report::Observations& observations,
                                      dns::Resolver& resolver, Messages& messages) {
  const auto addresses = addresses_to_ask(domain, observations, messages);
  readiness::HostNames hosts;
  auto lookups = look_up(addresses, resolver, messages);
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    readiness::add_name(addresses[i], std::move(lookups[i]), hosts);
  }
  return hosts;
}

}  // namespace hardfail::cli
