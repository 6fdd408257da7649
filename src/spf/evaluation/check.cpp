#include "hardfail/spf/check.hpp"

#include <algorithm>
#include <set>

#include "evaluation/evaluation.hpp"
#include "lookup/answers.hpp"
#include "tree/record_tree.hpp"

namespace hardfail::spf {
namespace {

/// Asks for what every client's evaluation needs, level by level, so that the rounds that follow
/// are left with what depends on the client.
void prefetch(std::span<const Query> queries, dns::Cache& cache) {
  std::set<DomainName> domains;
  std::set<dns::RecordType> addresses;
  for (const auto& query : queries) {
    domains.insert(query.domain);
    addresses.insert(address_type_of(query.client));
  }
  const std::vector<DomainName> roots(domains.begin(), domains.end());
  const std::vector<dns::RecordType> types(addresses.begin(), addresses.end());
  static_cast<void>(grow_tree(roots, cache, types));
}

/// More than one evaluation can ask one after the other: the record, every term in two steps, with
/// the steps of a %{p} in front of each, and an explanation with another %{p}.
unsigned most_rounds(const CheckOptions& options) { return 8 + 4 * options.max_lookups; }

}  // namespace

Outcome check_host(const Query& query, dns::Resolver& resolver, const CheckOptions& options) {
  LiveAnswers answers(resolver);
  answers.set_time_limit(options.time_limit);
  return *Evaluation(query, answers, options).run();
}

std::vector<Outcome> check_hosts(std::span<const Query> queries, dns::Cache& cache,
                                 const CheckOptions& options) {
  prefetch(queries, cache);
  CachedAnswers answers(cache);
  std::vector<Outcome> outcomes(queries.size());
  std::vector<std::size_t> open(queries.size());
  for (std::size_t i = 0; i < open.size(); ++i) open[i] = i;

  for (unsigned round = 0; !open.empty() && round < most_rounds(options); ++round) {
    std::erase_if(open, [&](std::size_t i) {
      auto outcome = Evaluation(queries[i], answers, options).run();
      if (!outcome) return false;
      outcomes[i] = *std::move(outcome);
      return true;
    });
    static_cast<void>(cache.ask_all(answers.take_missing()));
  }
  for (const auto i : open) outcomes[i] = check_host(queries[i], cache, options);
  return outcomes;
}

}  // namespace hardfail::spf
