#include "hardfail/analysis/common_marks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <unordered_map>

#include "hardfail/analysis/host_name.hpp"
#include "hardfail/net/ip_network.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::analysis {
namespace {

/// The domain that a mark can name a source by; nullopt without a confirmed host name, and for the
/// lines of a network, which are anybody's.
std::optional<DomainName> markable_domain(const Source& source) {
  if (!source.host || !source.host->confirmed || is_generic_host(source.host->name, source.address))
    return std::nullopt;
  return registrable_domain(source.host->name);
}

bool is_unknown(const Source& source) { return source.source_class == SourceClass::unknown; }

template <typename Key>
std::size_t count_of(const Key& key, const std::unordered_map<Key, std::size_t>& counts) {
  const auto found = counts.find(key);
  return found == counts.end() ? 0 : found->second;
}

}  // namespace

void advise_common_marks(std::vector<Source>& sources) {
  if (std::ranges::count_if(sources, is_unknown) < 2) return;
  std::unordered_map<DomainName, std::size_t> domains;
  std::unordered_map<IpNetwork, std::size_t> networks;
  for (const auto& source : sources) {
    if (!is_unknown(source)) continue;
    ++networks[IpNetwork::around(source.address)];
    if (const auto domain = markable_domain(source)) ++domains[*domain];
  }
  for (const auto& source : sources) {
    if (is_unknown(source)) continue;
    networks.erase(IpNetwork::around(source.address));
    if (domains.empty()) continue;
    if (const auto domain = markable_domain(source)) domains.erase(*domain);
  }
  for (auto& source : sources) {
    if (!is_unknown(source)) continue;
    const auto offer = [&](const std::string& pattern, std::size_t count, std::string_view where) {
      source.advice +=
          fmt::format(" (or {} in place of the address, for all {} unknown addresses {})", pattern,
                      count, where);
    };
    const auto domain = markable_domain(source);
    const std::size_t under_domain = domain ? count_of(*domain, domains) : 0;
    const auto network = IpNetwork::around(source.address);
    const std::size_t in_network = count_of(network, networks);
    if (under_domain > 1) {
      offer(printable(domain->text()), under_domain, "named under it");
    } else if (in_network > 1) {
      offer(network.to_string(), in_network, "in it");
    }
  }
}

}  // namespace hardfail::analysis
