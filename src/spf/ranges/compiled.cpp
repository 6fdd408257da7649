#include "hardfail/spf/compiled.hpp"

#include <algorithm>
#include <iterator>

#include "hardfail/spf/open_passes.hpp"
#include "ranges/compiler.hpp"

namespace hardfail::spf {
namespace {

bool is_open(const Outcome& outcome, std::span<const TermPath> ways) {
  return outcome.result == Result::pass && std::ranges::find(ways, outcome.path) != ways.end();
}

}  // namespace

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

void CompiledRecord::mark_open(std::span<const TermPath> ways) {
  for (auto& outcome : m_outcomes) outcome.is_open_pass = is_open(outcome, ways);
}

std::vector<std::shared_ptr<const Outcome>> check_clients(const DomainName& domain,
                                                          std::span<const IpAddress> clients,
                                                          dns::Cache& cache,
                                                          const CheckOptions& options) {
  const auto open_ways = open_passes(domain, cache, options);
  auto compiled = CompiledRecord::of(domain, cache, options);
  compiled.mark_open(open_ways);
  const auto record = std::make_shared<const CompiledRecord>(std::move(compiled));
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
  for (auto& outcome : walked) outcome.is_open_pass = is_open(outcome, open_ways);
  auto next = walked.begin();
  for (auto& outcome : outcomes) {
    if (!outcome) outcome = std::make_shared<const Outcome>(std::move(*next++));
  }
  return outcomes;
}

}  // namespace hardfail::spf
