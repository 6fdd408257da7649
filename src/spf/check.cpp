#include "hardfail/spf/check.hpp"

#include <algorithm>
#include <set>

#include "answers.hpp"
#include "evaluation.hpp"
#include "record_tree.hpp"

namespace hardfail::spf {
namespace {

std::optional<std::string> if_given(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional(std::string(text));
}

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

std::string_view name_of(Result result) noexcept {
  switch (result) {
    case Result::none:
      return "none";
    case Result::neutral:
      return "neutral";
    case Result::pass:
      return "pass";
    case Result::fail:
      return "fail";
    case Result::softfail:
      return "softfail";
    case Result::temperror:
      return "temperror";
    case Result::permerror:
      return "permerror";
  }
  return {};
}

std::optional<Query> Query::of_message(const IpAddress& client, std::string_view mail_from,
                                       std::string_view helo) {
  const auto at = mail_from.rfind('@');
  const bool has_local = at != std::string_view::npos && at > 0;
  const auto name = mail_from.empty() ? helo : mail_from.substr(at + 1);
  const auto domain = DomainName::parse(name);
  if (!domain || !domain->parent() || name.starts_with('[')) return std::nullopt;
  return Query{client, *domain, std::string(has_local ? mail_from.substr(0, at) : "postmaster"),
               if_given(helo)};
}

Outcome check_host(const Query& query, dns::Resolver& resolver, const CheckOptions& options) {
  LiveAnswers answers(resolver);
  answers.set_time_limit(options.time_limit);
  return *Evaluation(query, answers, options).run();
}

Evaluator::Evaluator(dns::Cache& cache, CheckOptions options)
    : m_options(std::move(options)), m_answers(std::make_unique<LiveAnswers>(cache)) {}

Evaluator::~Evaluator() = default;

Outcome Evaluator::check_host(const Query& query) {
  m_answers->set_time_limit(m_options.time_limit);
  return *Evaluation(query, *m_answers, m_options).run();
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
      if (outcome) outcomes[i] = *std::move(outcome);
      return outcome.has_value();
    });
    static_cast<void>(cache.ask_all(answers.take_missing()));
  }
  for (const auto i : open) outcomes[i] = check_host(queries[i], cache, options);
  return outcomes;
}

}  // namespace hardfail::spf
