#include "hardfail/analysis/alignment.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <utility>

namespace hardfail::analysis {
namespace {

/// Names in line with each other, or both within the organization under review.
bool seem_of_one_organization(const DomainName& signer, const DomainName& author,
                              const DomainName& organization) {
  return signer.is_at_or_below(author) || author.is_at_or_below(signer) ||
         (signer.is_at_or_below(organization) && author.is_at_or_below(organization));
}

}  // namespace

Alignment alignment_of(const DomainName& signer, const DomainName& author,
                       const Surroundings& surroundings) {
  if (signer == author) return Alignment::aligned;
  if (!seem_of_one_organization(signer, author, surroundings.organizational_domain)) {
    return Alignment::foreign;
  }
  const auto& known = surroundings.organizations;
  const auto of_signer = known.find(signer);
  const auto of_author = known.find(author);
  const bool differ = of_signer != known.end() && of_author != known.end() &&
                      of_signer->second != of_author->second;
  return differ ? Alignment::foreign_by_dns : Alignment::aligned;
}

std::vector<DomainName> names_to_align(const report::Observations& observations,
                                       const Surroundings& surroundings) {
  std::vector<std::uint64_t> messages(observations.authentications.size());
  for (const auto& row : observations.rows) messages[row.authentication] += row.messages;
  std::map<DomainName, std::uint64_t> weights;
  const DomainName& organization = surroundings.organizational_domain;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const auto& authentication = observations.authentications[i];
    const DomainName& author =
        authentication.header_from ? *authentication.header_from : surroundings.domain;
    if (!author.is_at_or_below(organization)) continue;
    for (const auto& signature : authentication.dkim) {
      if (!signature.domain || *signature.domain == author ||
          !seem_of_one_organization(*signature.domain, author, organization)) {
        continue;
      }
      weights[*signature.domain] += messages[i];
      weights[author] += messages[i];
    }
  }
  std::vector<std::pair<std::uint64_t, DomainName>> heaviest;
  heaviest.reserve(weights.size());
  for (const auto& [name, weight] : weights) heaviest.emplace_back(weight, name);
  std::ranges::stable_sort(heaviest, std::greater<>(), [](const auto& each) { return each.first; });
  std::vector<DomainName> names;
  names.reserve(heaviest.size());
  for (auto& [weight, name] : heaviest) names.push_back(std::move(name));
  return names;
}

}  // namespace hardfail::analysis
