#include "organizations.hpp"

#include <vector>

#include "hardfail/analysis/alignment.hpp"
#include "hardfail/dmarc/discovery.hpp"

namespace hardfail::readiness {

void find_organizations(const report::Observations& observations, dns::Resolver& resolver,
                        analysis::Surroundings& surroundings, analysis::DnsFacts& facts) {
  auto names = analysis::names_to_align(observations, surroundings);
  if (names.size() > most_organizations)
    names.erase(names.begin() + most_organizations, names.end());
  const auto organizations = dmarc::organizations_of(names, resolver);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto& [domain, dns_failed] = organizations[i];
    if (domain) surroundings.organizations.emplace(names[i], *domain);
    if (dns_failed) facts.organizations_failed.push_back(names[i]);
  }
}

}  // namespace hardfail::readiness
