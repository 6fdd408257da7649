#include "operators.hpp"

#include <map>

#include "hardfail/analysis/host_name.hpp"

namespace hardfail::analysis {

Operators::Operators(const std::vector<Profile>& sources, const std::vector<HostKind>& kinds)
    : m_sources(sources), m_operators(sources.size(), nobody), m_owners(sources.size(), nobody) {
  std::map<DomainName, std::uint32_t> numbers;
  const auto number_of = [&](const std::optional<DomainName>& domain) {
    if (!domain) return nobody;
    const auto next = static_cast<std::uint32_t>(numbers.size());
    return numbers.try_emplace(*domain, next).first->second;
  };
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const auto* host = sources[i].host();
    if (host == nullptr || !host->confirmed) continue;
    m_owners[i] = number_of(network_domain(host->name));
    if (is_telling(kinds[i])) m_operators[i] = number_of(registrable_domain(host->name));
  }
  m_domains.reserve(numbers.size());
  std::vector<const DomainName*> by_number(numbers.size());
  for (const auto& [domain, number] : numbers) by_number[number] = &domain;
  for (const auto* domain : by_number) m_domains.push_back(*domain);
}

bool Operators::is_same(std::size_t a, std::size_t b) const {
  if (of(a) && of(b)) return of(a) == of(b);
  return IpNetwork::around(m_sources[a].address) == IpNetwork::around(m_sources[b].address);
}

}  // namespace hardfail::analysis
