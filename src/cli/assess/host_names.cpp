#include "assess/host_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <unordered_set>
#include <utility>
#include <vector>

#include "hardfail/util/count.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::cli {
namespace {

/// Otherwise each run would ask again for an answer with a time to live of 0, for a name that
/// hardly ever changes.
std::chrono::seconds bounded(const dns::HostLookup& lookup) {
  constexpr std::chrono::seconds shortest = std::chrono::minutes(10);
  const std::chrono::seconds longest = lookup.host ? std::chrono::days(7) : std::chrono::days(1);
  return std::clamp(*lookup.ttl, shortest, longest);
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

NamesWanted names_wanted(const report::Observations& observations) {
  return {{}, readiness::sources_to_name(observations), observations.sources.size()};
}

NamesWanted names_wanted(const report::Observations& observations, store::Store& store,
                         Moment now) {
  auto wanted = names_wanted(observations);
  for (auto& known : store.known_hosts(wanted.asked, now)) {
    wanted.known.emplace(known.address, std::move(known.host));
  }
  std::erase_if(wanted.asked,
                [&](const IpAddress& address) { return wanted.known.contains(address); });
  return wanted;
}

void add_wanted(NamesWanted& wanted, std::span<const IpAddress> addresses, store::Store& store,
                Moment now) {
  for (auto& known : store.known_hosts(addresses, now)) {
    wanted.known.emplace(known.address, std::move(known.host));
  }
  const std::unordered_set<IpAddress> asked(wanted.asked.begin(), wanted.asked.end());
  for (const auto& address : addresses) {
    if (!wanted.known.contains(address) && !asked.contains(address)) {
      wanted.asked.push_back(address);
    }
  }
}

NamesFound find_names(const DomainName& domain, NamesWanted&& wanted, dns::Resolver& resolver,
                      Moment now, Messages& messages) {
  if (const auto named = wanted.known.size() + wanted.asked.size(); named < wanted.sources) {
    messages.warning(fmt::format(
        "{} has {} sources: host names were looked up for the {} that reports name most often; the "
        "classes of the others rest on other evidence",
        printable(domain.text()), grouped(wanted.sources), grouped(named)));
  }
  NamesFound found{std::move(wanted.known), {}};
  auto lookups = look_up(wanted.asked, resolver, messages);
  for (std::size_t i = 0; i < lookups.size(); ++i) {
    const auto& address = wanted.asked[i];
    if (lookups[i].ttl)
      found.fresh.push_back({address, lookups[i].host, now + bounded(lookups[i])});
    readiness::add_name(address, std::move(lookups[i]), found.names);
  }
  return found;
}

void keep_names(std::span<const ledger::KnownHost> fresh, store::Store& store, Moment now,
                Messages& messages) {
  if (fresh.empty() || !store.may_write()) return;
  try {
    store.save_known_hosts(fresh, now);
  } catch (const Error& error) {
    messages.warning(fmt::format("host names are not remembered: {}", error.what()));
  }
}

}  // namespace hardfail::cli
