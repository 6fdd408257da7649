#include "operators.hpp"

#include <map>

#include "hardfail/analysis/host_name.hpp"
#include "network_around.hpp"

namespace hardfail::analysis {

Operators::Operators(const std::vector<Profile>& sources, const std::vector<HostKind>& kinds)
    : m_sources(sources), m_of(sources.size(), nobody) {
  std::map<DomainName, std::uint32_t> numbers;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    if (!is_telling(kinds[i])) continue;
    auto domain = registrable_domain(sources[i].host()->name);
    if (!domain) continue;
    const auto next = static_cast<std::uint32_t>(numbers.size());
    m_of[i] = numbers.try_emplace(std::move(*domain), next).first->second;
  }
  m_domains.reserve(numbers.size());
  std::vector<const DomainName*> by_number(numbers.size());
  for (const auto& [domain, number] : numbers) by_number[number] = &domain;
  for (const auto* domain : by_number) m_domains.push_back(*domain);
}

bool Operators::is_same(std::size_t a, std::size_t b) const {
  if (m_of[a] != nobody && m_of[b] != nobody) return m_of[a] == m_of[b];
  return network_around(m_sources[a].address) == network_around(m_sources[b].address);
}

}  // namespace hardfail::analysis
