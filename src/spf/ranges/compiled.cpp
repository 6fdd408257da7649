#include "hardfail/spf/compiled.hpp"

#include <algorithm>
#include <iterator>

#include "hardfail/spf/open_passes.hpp"
#include "ranges/compiler.hpp"

namespace hardfail::spf {
CompiledRecord CompiledRecord::of(const DomainName& domain, dns::Resolver& resolver,
                                  const CheckOptions& options) {
  dns::Cache cache(resolver);
  auto compiled = compile(domain, cache, options, Personal::stop);
  return {std::move(compiled.ranges), std::move(compiled.outcomes)};
}

std::shared_ptr<const CompiledRecord> CompiledRecord::with_open_passes(
    const DomainName& domain, dns::Cache& cache, const CheckOptions& options) {
  auto open_ways = open_passes(domain, cache, options);
  auto record = std::make_shared<CompiledRecord>(of(domain, cache, options));
  record->m_open_ways = std::move(open_ways);
  for (auto& outcome : record->m_outcomes) outcome.is_open_pass = record->is_open_pass(outcome);
  return record;
}

const Outcome* CompiledRecord::find(const IpAddress& client) const noexcept {
  const auto above = std::ranges::upper_bound(m_ranges, client, {}, &CompiledRange::first);
  const auto outcome = std::prev(above)->outcome;
  return outcome == CompiledRange::open ? nullptr : &m_outcomes[outcome];
}

bool CompiledRecord::is_open_pass(const Outcome& outcome) const {
  return outcome.result == Result::pass &&
         std::ranges::find(m_open_ways, outcome.path) != m_open_ways.end();
}

std::vector<std::shared_ptr<const Outcome>> check_clients(const DomainName& domain,
                                                          std::span<const IpAddress> clients,
                                                          dns::Cache& cache,
                                                          const CheckOptions& options) {
  const auto record = CompiledRecord::with_open_passes(domain, cache, options);
  return check_clients(domain, record, clients, cache, options);
}

std::vector<std::shared_ptr<const Outcome>> check_clients(
    const DomainName& domain, const std::shared_ptr<const CompiledRecord>& record,
    std::span<const IpAddress> clients, dns::Cache& cache, const CheckOptions& options) {
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
  for (auto& outcome : walked) outcome.is_open_pass = record->is_open_pass(outcome);
  auto next = walked.begin();
  for (auto& outcome : outcomes) {
    if (!outcome) outcome = std::make_shared<const Outcome>(std::move(*next++));
  }
  return outcomes;
}

}  // namespace hardfail::spf
