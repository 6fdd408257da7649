#include "hardfail/spf/compiled.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <utility>

#include "answers.hpp"
#include "evaluation.hpp"
#include "record_tree.hpp"
#include "scope.hpp"

namespace hardfail::spf {
namespace {

// What a hostile record may make compiling cost: a fraction of a second, and somewhat more
// questions than its tree. The record of a large sender, 300 networks, takes some 200,000
// comparisons.
constexpr std::uint64_t most_comparisons = 10'000'000;
constexpr std::uint64_t most_questions = 500;

}  // namespace

/// Sweeps over the addresses of both families: evaluates the first one, finds how far its outcome
/// reaches, goes on behind that. So the ranges hold what the evaluation itself says, and limits,
/// void look-ups and DNS errors need no second account here.
class Compiler {
 public:
  Compiler(const DomainName& domain, dns::Resolver& resolver, const CheckOptions& options)
      : m_domain(domain), m_options(options), m_cache(resolver), m_answers(m_cache) {
    m_options.trace = false;
  }

  CompiledRecord compile() {
    constexpr std::array types = {dns::RecordType::a, dns::RecordType::aaaa};
    static_cast<void>(grow_tree(std::span(&m_domain, 1), m_cache, types));
    constexpr std::array<std::uint8_t, 16> zero{};
    sweep(*IpAddress::from_octets(std::span(zero).first(4)));
    sweep(*IpAddress::from_octets(zero));
    return std::move(m_compiled);
  }

 private:
  void sweep(const IpAddress& first) {
    for (std::optional<IpAddress> at = first; at;) {
      const auto [outcome, scope] = evaluate(*at);
      const bool is_new_family = *at == first;
      if (is_new_family || m_compiled.m_ranges.back().outcome != outcome) {
        m_compiled.m_ranges.push_back({*at, outcome});
      }
      at = scope.end();
    }
  }

  /// The index of the outcome for `client`, and whom it holds for: everybody from there on, once
  /// the bounds are reached.
  std::pair<std::uint32_t, Scope> evaluate(const IpAddress& client) {
    const Query query{client, m_domain, std::nullopt, std::nullopt};
    while (m_comparisons < most_comparisons && m_cache.asked() < most_questions) {
      Scope scope(client);
      auto outcome = Evaluation(query, m_answers, m_options, &scope).run();
      m_comparisons += scope.comparisons();
      if (outcome) return {index_of(*std::move(outcome)), scope};
      if (scope.is_personal()) return {CompiledRecord::unknown, scope};
      static_cast<void>(m_cache.ask_all(m_answers.take_missing()));
    }
    return {CompiledRecord::unknown, Scope(client)};
  }

  std::uint32_t index_of(Outcome outcome) {
    const auto next = static_cast<std::uint32_t>(m_compiled.m_outcomes.size());
    const auto [known, is_new] =
        m_known.try_emplace({outcome.result, outcome.mechanism, outcome.path, outcome.problem,
                             outcome.lookups, outcome.void_lookups},
                            next);
    if (is_new) m_compiled.m_outcomes.push_back(std::move(outcome));
    return known->second;
  }

  using Content = std::tuple<Result, std::string, std::vector<std::string>,
                             std::optional<std::string>, unsigned, unsigned>;

  const DomainName& m_domain;
  CheckOptions m_options;
  dns::Cache m_cache;
  CachedAnswers m_answers;
  CompiledRecord m_compiled;
  std::map<Content, std::uint32_t> m_known;
  std::uint64_t m_comparisons = 0;
};

CompiledRecord CompiledRecord::of(const DomainName& domain, dns::Resolver& resolver,
                                  const CheckOptions& options) {
  return Compiler(domain, resolver, options).compile();
}

const Outcome* CompiledRecord::find(const IpAddress& client) const noexcept {
  const auto above = std::ranges::upper_bound(m_ranges, client, {}, &Range::first);
  const auto outcome = std::prev(above)->outcome;
  return outcome == unknown ? nullptr : &m_outcomes[outcome];
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
