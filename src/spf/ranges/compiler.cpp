#include "ranges/compiler.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <utility>

#include "evaluation/evaluation.hpp"
#include "lookup/answers.hpp"
#include "tree/record_tree.hpp"

namespace hardfail::spf {
namespace {

// What a hostile record may make compiling cost: a fraction of a second, and somewhat more
// questions than its tree. The record of a large sender, 300 networks, takes some 200,000
// comparisons.
constexpr std::uint64_t most_comparisons = 10'000'000;
constexpr std::uint64_t most_questions = 500;

/// Sweeps over the addresses of both families: evaluates the first one, finds how far its outcome
/// reaches, and goes on from there. So the ranges hold what the evaluation itself says, and limits,
/// void look-ups and DNS errors need no second account here.
class Compiler {
 public:
  Compiler(const DomainName& domain, dns::Cache& cache, CheckOptions options, Personal personal)
      : m_domain(domain),
        m_options(std::move(options)),
        m_personal(personal),
        m_cache(cache),
        m_answers(cache),
        m_most_asked(cache.asked() + most_questions) {
    m_options.trace = false;
  }

  Compilation compile() {
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
      if (is_new_family || m_compiled.ranges.back().outcome != outcome) {
        m_compiled.ranges.push_back({*at, outcome});
      }
      at = scope.end();
    }
  }

  /// The index of the outcome for `client`, and whom it holds for: everybody from there on, once
  /// the bounds are reached.
  std::pair<std::uint32_t, Scope> evaluate(const IpAddress& client) {
    const Query query{client, m_domain, std::nullopt, std::nullopt};
    while (m_comparisons < most_comparisons && m_cache.asked() < m_most_asked) {
      Scope scope(client, m_personal);
      auto outcome = Evaluation(query, m_answers, m_options, &scope).run();
      m_comparisons += scope.comparisons();
      if (outcome) {
        note(scope.passed_over());
        return {index_of(*std::move(outcome)), scope};
      }
      if (scope.is_personal()) return {CompiledRange::open, scope};
      static_cast<void>(m_cache.ask_all(m_answers.take_missing()));
    }
    return {CompiledRange::open, Scope(client)};
  }

  void note(const std::vector<TermPath>& passed_over) {
    for (const auto& path : passed_over) {
      auto& known = m_compiled.passed_over;
      if (std::ranges::find(known, path) == known.end()) known.push_back(path);
    }
  }

  std::uint32_t index_of(Outcome outcome) {
    const auto next = static_cast<std::uint32_t>(m_compiled.outcomes.size());
    const auto [known, is_new] =
        m_known.try_emplace({outcome.result, outcome.mechanism, outcome.path, outcome.problem,
                             outcome.lookups, outcome.void_lookups},
                            next);
    if (is_new) m_compiled.outcomes.push_back(std::move(outcome));
    return known->second;
  }

  using Content = std::tuple<Result, std::string, std::vector<std::string>,
                             std::optional<std::string>, unsigned, unsigned>;

  const DomainName& m_domain;
  CheckOptions m_options;
  Personal m_personal;
  dns::Cache& m_cache;
  CachedAnswers m_answers;
  std::uint64_t m_most_asked;
  Compilation m_compiled;
  std::map<Content, std::uint32_t> m_known;
  std::uint64_t m_comparisons = 0;
};

}  // namespace

Compilation compile(const DomainName& domain, dns::Cache& cache, const CheckOptions& options,
                    Personal personal) {
  return Compiler(domain, cache, options, personal).compile();
}

std::vector<OutcomeRange> ranges_of(const Compilation& compiled) {
  std::vector<OutcomeRange> ranges;
  for (std::size_t i = 0; i < compiled.ranges.size(); ++i) {
    const auto& [first, outcome] = compiled.ranges[i];
    const bool is_last =
        i + 1 == compiled.ranges.size() || compiled.ranges[i + 1].first.family() != first.family();
    ranges.push_back(
        {is_last ? range_from(first) : range_up_to(first, compiled.ranges[i + 1].first),
         outcome == CompiledRange::open ? nullptr : &compiled.outcomes[outcome]});
  }
  return ranges;
}

CheckOptions practically_unlimited() {
  CheckOptions options;
  options.max_lookups = 200;
  options.max_void_lookups = 200;
  return options;
}

}  // namespace hardfail::spf
