#pragma once

#include <cstddef>

#include "hardfail/analysis/classify.hpp"
#include "hardfail/analysis/dns_facts.hpp"
#include "hardfail/dns/resolver.hpp"
#include "hardfail/report/observation.hpp"

namespace hardfail::readiness {

/// As many names have their organizational domain looked up, those of most messages: forged mail
/// can bear any number, and each takes up to eight questions.
constexpr std::size_t most_organizations = 200;

/// Looks up the organizational domains that the alignment of signatures hangs on.
void find_organizations(const report::Observations& observations, dns::Resolver& resolver,
                        analysis::Surroundings& surroundings, analysis::DnsFacts& facts);

}  // namespace hardfail::readiness
