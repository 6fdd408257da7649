#include "hardfail/spf/governed.hpp"

#include <optional>

#include "lookup/published.hpp"
#include "record/macro_expansion.hpp"

namespace hardfail::spf {
namespace {

/// Whose record takes the place of this one for every client; nullopt for its own.
std::optional<DomainName> successor_of(const Published& published) {
  if (!published.record || !published.record->redirect || published.record->all() != nullptr) {
    return std::nullopt;
  }
  return static_target(published.record->redirect->value, published.domain);
}

}  // namespace

std::vector<DomainName> governed_by(const DomainName& domain,
                                    std::span<const DomainName> candidates,
                                    dns::Resolver& resolver) {
  constexpr unsigned most_redirects = 10;  // the look-ups an evaluation may spend
  const dns::Question own{domain, dns::RecordType::txt};
  const DomainName holder = resolver.ask(own).owner(domain);
  std::vector<bool> governed(candidates.size(), false);
  std::vector<std::size_t> open;         // candidates still under way,
  std::vector<dns::Question> questions;  // and where they have got to
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    open.push_back(i);
    questions.push_back({candidates[i], dns::RecordType::txt});
  }
  for (unsigned hop = 0; hop <= most_redirects && !open.empty(); ++hop) {
    const auto answers = resolver.ask_all(questions);
    std::vector<std::size_t> still_open;
    std::vector<dns::Question> next_questions;
    for (std::size_t i = 0; i < open.size(); ++i) {
      const auto& name = questions[i].name;
      governed[open[i]] = name == domain || answers[i].owner(name) == holder;
      if (governed[open[i]]) continue;
      const auto next = successor_of(to_fetched(name, answers[i]).published);
      if (!next) continue;
      still_open.push_back(open[i]);
      next_questions.push_back({*next, dns::RecordType::txt});
    }
    open = std::move(still_open);
    questions = std::move(next_questions);
  }
  std::vector<DomainName> found;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (governed[i]) found.push_back(candidates[i]);
  }
  return found;
}

}  // namespace hardfail::spf
