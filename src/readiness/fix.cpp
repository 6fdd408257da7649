#include "fix.hpp"

#include <algorithm>
#include <cassert>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "hardfail/analysis/host_name.hpp"
#include "hardfail/dns/overlay.hpp"
#include "hardfail/spf/compiled.hpp"
#include "hardfail/spf/survey.hpp"

namespace hardfail::readiness {
namespace {

using analysis::Assessment;

/// The include under which each missing sender's own provider publishes it today. Providers keep
/// theirs at one of a few names below the domain their hosts are named under.
analysis::ProviderIncludes find_includes(const Assessment& assessment, dns::Cache& cache) {
  std::map<DomainName, std::vector<IpAddress>> by_provider;
  for (const auto& source : assessment.sources) {
    if (source.source_class != analysis::SourceClass::unlisted_legitimate) continue;
    if (!source.host || !source.host->confirmed) continue;
    const auto provider = analysis::registrable_domain(source.host->name);
    if (!provider || provider->is_at_or_below(assessment.dmarc.organizational_domain)) continue;
    by_provider[*provider].push_back(source.address);
  }

  analysis::ProviderIncludes includes;
  for (const auto& [provider, addresses] : by_provider) {
    for (const auto& candidate :
         {provider.child("_spf"), provider.child("spf"), std::optional(provider)}) {
      if (!candidate) continue;
      const auto outcomes = spf::check_clients(*candidate, addresses, cache);
      const bool lists_all = std::ranges::all_of(outcomes, [](const auto& outcome) {
        const auto live = analysis::LiveSpf::of(*outcome);
        return live.result == spf::Result::pass && !live.by_plus_all;
      });
      if (!lists_all) continue;
      for (const auto& address : addresses) includes.emplace(address, *candidate);
      break;
    }
  }
  return includes;
}

/// Tries a proposal on every source. False where the record would not be sound, or would let
/// strangers in.
bool try_out(analysis::Proposal& proposal, const Assessment& assessment, dns::Resolver& resolver) {
  dns::Overlay published(resolver);
  published.set_txt(assessment.domain, std::span(&proposal.record, 1));
  for (const auto& [name, text] : proposal.subordinates) {
    published.set_txt(name, std::span(&text, 1));
  }
  dns::Cache cache(published);
  const auto survey = spf::survey(assessment.domain, cache);
  proposal.lookups = survey.lookups;

  std::vector<IpAddress> addresses;
  for (const auto& source : assessment.sources) addresses.push_back(source.address);
  analysis::tally(proposal, assessment.sources,
                  spf::check_clients(assessment.domain, addresses, cache));
  return survey.status == spf::RecordStatus::ok && proposal.strangers_let_in == 0;
}

}  // namespace

analysis::Fix tried_fix(const Assessment& assessment, dns::Cache& cache) {
  assert(!assessment.verdict.reasons.empty());
  const auto propose = [&](const analysis::ProviderIncludes& includes) {
    return analysis::propose(assessment.verdict, assessment.sources, assessment.spf, includes);
  };
  const auto includes = find_includes(assessment, cache);
  auto fix = propose(includes);
  const auto is_sound = [&] { return !fix.proposal || try_out(*fix.proposal, assessment, cache); };
  if (is_sound()) return fix;
  if (!includes.empty()) {
    fix = propose({});
    if (is_sound()) return fix;
  }
  analysis::withdraw_if_over_limit(fix, assessment.domain);
  return fix;
}

}  // namespace hardfail::readiness
