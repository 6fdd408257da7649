#include "hardfail/spf/governed.hpp"

#include <optional>

#include "hardfail/spf/published.hpp"
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
  std::vector<bool> governed(candidates.size(), false);
  std::vector<std::size_t> open;    // candidates still under way,
  std::vector<DomainName> reached;  // and where they have got to
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    governed[i] = candidates[i] == domain;
    if (governed[i]) continue;
    open.push_back(i);
    reached.push_back(candidates[i]);
  }
  for (unsigned hop = 0; hop < most_redirects && !open.empty(); ++hop) {
    const auto records = fetch_records(reached, resolver);
    std::vector<std::size_t> still_open;
    reached.clear();
    for (std::size_t i = 0; i < open.size(); ++i) {
      const auto next = successor_of(records[i]);
      if (!next) continue;
      if (*next == domain) {
        governed[open[i]] = true;
      } else {
        still_open.push_back(open[i]);
        reached.push_back(*next);
      }
    }
    open = std::move(still_open);
  }
  std::vector<DomainName> found;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (governed[i]) found.push_back(candidates[i]);
  }
  return found;
}

}  // namespace hardfail::spf
