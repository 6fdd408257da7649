#include "hardfail/spf/compiled.hpp"

#include <algorithm>
#include <iterator>

#include "ranges/compiler.hpp"

namespace hardfail::spf {

CompiledRecord CompiledRecord::of(const DomainName& domain, dns::Resolver& resolver,
                                  const CheckOptions& options) {
  dns::Cache cache(resolver);
  auto compiled = compile(domain, cache, options, Personal::stop);
  return {std::move(compiled.ranges), std::move(compiled.outcomes)};
}

const Outcome* CompiledRecord::find(const IpAddress& client) const noexcept {
  const auto above = std::ranges::upper_bound(m_ranges, client, {}, &CompiledRange::first);
  const auto outcome = std::prev(above)->outcome;
  return outcome == CompiledRange::open ? nullptr : &m_outcomes[outcome];
}

std::vector<std::shared_ptr<const Outcome>> check_clients(const DomainName& domain,
                                                          std::span<const IpAddress> clients,
                                                          dns::Cache& cache,
                                                          const CheckOptions& options) {
  const auto record =
      std::make_shared<const CompiledRecord>(CompiledRecord::of(domain, cache, options));
  std::vector<std::shared_ptr<const Outcome>> outcomes(clients.size());
  std::vector<Query> open;
  for (std::size_t i = 0; i < clients.size(); ++i) {
    if (const auto* outcome = record->find(clients[i])) {
      outcomes[i] = {record, outcome};
    } else {
      open.push_back({.client = clients[i], .domain = domain});
    }
  }
  auto walked = check_hosts(open, cache, options);
  auto next = walked.begin();
  for (auto& outcome : outcomes) {
    if (!outcome) outcome = std::make_shared<const Outcome>(std::move(*next++));
  }
  return outcomes;
}

}  // namespace hardfail::spf
