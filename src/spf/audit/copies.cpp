#include "audit/copies.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "hardfail/util/text.hpp"
#include "ranges/compiler.hpp"

namespace hardfail::spf {
namespace {

/// A customer's own servers may share a few networks with the provider; many are a copy.
constexpr std::size_t fewest_in_copy = 2;
constexpr std::size_t smallest_share = 3;  // one in so many of the provider's networks
constexpr std::size_t most_named = 12;

/// A network in a record of the domain's own.
struct Written {
  const Node* node = nullptr;
  Span where;
  IpNetwork network;
};

std::vector<Written> written_networks(const RecordTree& tree) {
  std::vector<Written> written;
  for (const auto& node : tree.nodes) {
    if (!node.published.record || !is_own(tree, node)) continue;
    for (const auto& directive : node.published.record->directives) {
      const auto* ip = std::get_if<Ip>(&directive.mechanism);
      if (ip == nullptr || directive.qualifier != Qualifier::pass) continue;
      written.push_back({&node, directive.where, ip->network});
    }
  }
  return written;
}

/// What the record of `domain` passes, in ranges; empty where it cannot be told.
std::vector<AddressRange> passed_by(const DomainName& domain, dns::Cache& cache) {
  const auto compiled = compile(domain, cache, practically_unlimited(), Personal::pass_over);
  std::vector<AddressRange> ranges;
  for (const auto& [clients, outcome] : ranges_of(compiled)) {
    if (outcome == nullptr || outcome->problem) return {};
    if (outcome->result == Result::pass) ranges.push_back(clients);
  }
  return merged(std::move(ranges));
}

/// True if one of `ranges`, which are merged, holds all of `network`.
bool holds(std::span<const AddressRange> ranges, const IpNetwork& network) {
  const auto wanted = range_of(network);
  const auto after = std::ranges::upper_bound(ranges, wanted, {}, [](const AddressRange& range) {
    return AddressRange{range.family, range.first, range.first};
  });
  const auto within = [&](const AddressRange& range) {
    return range.family == wanted.family && range.first <= wanted.first &&
           wanted.last <= range.last;
  };
  return (after != ranges.end() && within(*after)) ||
         (after != ranges.begin() && within(*(after - 1)));
}

std::string listed(std::span<const IpNetwork> networks) {
  std::string text;
  for (const auto& network : networks.first(std::min(networks.size(), most_named))) {
    text += (text.empty() ? "" : ", ") + network.to_string();
  }
  if (networks.size() > most_named) {
    text += fmt::format(" and {} more", networks.size() - most_named);
  }
  return text;
}

/// Networks between copied ones in the same record that are not the provider's.
std::vector<IpNetwork> left_over(std::span<const Written> written,
                                 std::span<const AddressRange> today) {
  std::vector<IpNetwork> stale;
  for (std::size_t begin = 0; begin < written.size();) {
    std::size_t end = begin;
    while (end < written.size() && written[end].node == written[begin].node) ++end;
    const auto of_record = written.subspan(begin, end - begin);
    std::vector<IpNetwork> pending;
    bool inside = false;
    for (const auto& each : of_record) {
      if (!holds(today, each.network)) {
        if (inside) pending.push_back(each.network);
        continue;
      }
      stale.insert(stale.end(), pending.begin(), pending.end());
      pending.clear();
      inside = true;
    }
    begin = end;
  }
  return stale;
}

/// A service of the catalogue, and one of the names it has its customers include.
struct Provider {
  const Service* service = nullptr;
  const DomainName* include = nullptr;
};

void judge(const Provider& provider, std::span<const Written> written,
           std::span<const AddressRange> own, std::span<const AddressRange> today,
           FindingLog& findings) {
  std::vector<IpNetwork> networks;
  for (const auto& range : today) {
    const auto parts = networks_of(range);
    networks.insert(networks.end(), parts.begin(), parts.end());
  }
  std::vector<IpNetwork> missed;
  std::ranges::copy_if(networks, std::back_inserter(missed),
                       [&](const IpNetwork& network) { return !holds(own, network); });
  const auto copied = networks.size() - missed.size();
  if (copied < fewest_in_copy || copied * smallest_share < networks.size()) return;

  const auto stale = left_over(written, today);
  const auto first = std::ranges::find_if(
      written, [&](const Written& each) { return holds(today, each.network); });
  auto text = fmt::format("the record holds a copy of {} of the {} networks that {} lists today",
                          copied, networks.size(), provider.service->name);
  if (!missed.empty()) text += fmt::format("; it misses {}", listed(missed));
  if (!stale.empty()) {
    text += fmt::format("; in between are {}, which are not among its networks", listed(stale));
  }
  const bool sound = missed.empty() && stale.empty();
  auto found =
      finding(sound ? Severity::note : Severity::warning, "provider_copy", std::move(text));
  if (first != written.end()) found.place = place_of(*first->node, first->where);
  found.fix = fmt::format("use include:{}, or flatten again", provider.include->text());
  findings.add(std::move(found));
}

}  // namespace

void look_for_copies(const RecordTree& tree, const Services& services, dns::Resolver& resolver,
                     FindingLog& findings) {
  const auto written = written_networks(tree);
  if (written.size() < fewest_in_copy) return;
  std::vector<Provider> asked;
  std::vector<DomainName> roots;
  for (const auto& service : services.all()) {
    for (const auto& include : service.includes) {
      const auto known = [&](const Node& node) { return node.published.domain == include; };
      if (std::ranges::any_of(tree.nodes, known)) continue;
      asked.push_back({&service, &include});
      roots.push_back(include);
    }
  }
  std::vector<AddressRange> own;
  own.reserve(written.size());
  for (const auto& each : written) own.push_back(range_of(each.network));
  own = merged(std::move(own));
  constexpr std::array types = {dns::RecordType::a, dns::RecordType::aaaa};
  dns::Cache cache(resolver);
  static_cast<void>(grow_tree(roots, cache, types));
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const auto today = passed_by(roots[i], cache);
    if (!today.empty()) judge(asked[i], written, own, today, findings);
  }
}

}  // namespace hardfail::spf
