#include "addresses.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "hardfail/util/text.hpp"
#include "sweep.hpp"

namespace hardfail::spf {
namespace {

template <typename T>
void add_once(std::vector<T>& all, T one) {
  if (std::ranges::find(all, one) == all.end()) all.push_back(std::move(one));
}

/// The networks that hold what passes and nothing else, each with the paths of the parts in it.
std::vector<AuthorisedNetwork> authorised(std::span<const Decided> all) {
  std::vector<Decided> decided(all.begin(), all.end());
  std::erase_if(decided, [](const Decided& each) { return each.qualifier != Qualifier::pass; });
  std::ranges::sort(decided, {}, &Decided::clients);
  std::vector<AddressRange> ranges;
  ranges.reserve(decided.size());
  for (const auto& each : decided) ranges.push_back(each.clients);

  std::vector<AuthorisedNetwork> networks;
  auto part = decided.begin();
  for (const auto& range : merged(std::move(ranges))) {
    for (const auto& network : networks_of(range)) {
      const auto [family, first, last] = range_of(network);
      while (part != decided.end() && part->clients.last < first) ++part;
      auto& added = networks.emplace_back(AuthorisedNetwork{network, {}});
      for (auto at = part; at != decided.end() && at->clients.first <= last; ++at) {
        added.paths.push_back(at->path);
      }
      std::ranges::sort(added.paths);
      const auto again = std::ranges::unique(added.paths);
      added.paths.erase(again.begin(), again.end());
    }
  }
  return networks;
}

std::string why_not(const Published& published) {
  const auto name = printable(published.domain.text());
  switch (published.status) {
    case RecordStatus::ok:
    case RecordStatus::none:
      return fmt::format("{} publishes no SPF record", name);
    case RecordStatus::multiple:
      return fmt::format("{} publishes {} SPF records", name, published.texts.size());
    case RecordStatus::permerror:
      return fmt::format("the SPF record of {} has an error: {}", name, published.problem->text);
    case RecordStatus::temperror:
      return published.problem->text;
  }
  return {};
}

}  // namespace

Addresses addresses_of(const RecordTree& tree) {
  const auto& own = tree.nodes.front().published;
  Addresses addresses{own.domain, {}, 0, 0, {}, {}};
  if (!own.record) {
    addresses.problems.push_back(why_not(own));
    return addresses;
  }
  for (const auto family : {IpAddress::Family::v4, IpAddress::Family::v6}) {
    Sweep sweep(tree, family, Limits::rfc7208);
    sweep.run(tree.nodes.front());
    for (auto& network : authorised(sweep.decided())) {
      const auto size = std::ldexp(
          1.0, static_cast<int>(network.network.address().width() - network.network.bits()));
      if (family == IpAddress::Family::v4) addresses.v4_count += static_cast<std::uint64_t>(size);
      if (family == IpAddress::Family::v6) addresses.v6_count += size;
      addresses.networks.push_back(std::move(network));
    }
    for (const auto& path : sweep.skipped()) add_once(addresses.not_enumerated, path);
    if (sweep.problem()) {
      add_once(addresses.problems,
               fmt::format("{} clients that are not listed get an error: {}",
                           family == IpAddress::Family::v4 ? "IPv4" : "IPv6", *sweep.problem()));
    }
  }
  return addresses;
}

Addresses authorised_addresses(const DomainName& domain, dns::Resolver& resolver) {
  constexpr std::array types = {dns::RecordType::a, dns::RecordType::aaaa};
  return addresses_of(grow_tree(std::span(&domain, 1), resolver, types));
}

}  // namespace hardfail::spf
