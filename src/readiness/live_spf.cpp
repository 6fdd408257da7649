#include "live_spf.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "hardfail/spf/compiled.hpp"
#include "hardfail/spf/governed.hpp"
#include "hardfail/spf/in_practice.hpp"

namespace hardfail::readiness {
namespace {

/// Every SPF identity of the observations, and the authors of rows that name none.
std::vector<DomainName> identities(const report::Observations& observations) {
  std::set<DomainName> names;
  for (const auto& authentication : observations.authentications) {
    if (const auto identity = report::spf_identity(authentication)) {
      names.insert(identity->domain);
    } else if (authentication.header_from) {
      names.insert(*authentication.header_from);
    }
  }
  return {names.begin(), names.end()};
}

/// What the record says of each source. Those that fare alike share it.
std::vector<std::shared_ptr<const analysis::LiveSpf>> live_of(const Outcomes& outcomes) {
  std::unordered_map<const spf::Outcome*, std::shared_ptr<const analysis::LiveSpf>> known;
  std::vector<std::shared_ptr<const analysis::LiveSpf>> live;
  live.reserve(outcomes.size());
  for (const auto& outcome : outcomes) {
    auto& shared = known[outcome.get()];
    if (!shared) {
      shared = std::make_shared<const analysis::LiveSpf>(analysis::LiveSpf::of(*outcome));
    }
    live.push_back(shared);
  }
  return live;
}

/// Judges again the sources whose governed mail all names one other domain that redirects here or
/// is an alias: the former may list addresses of its own before the redirect, and macros of the
/// record expand to the names of either.
void judge_under_other_names(const report::Observations& observations,
                             analysis::Surroundings& surroundings, dns::Cache& cache) {
  std::vector<DomainName> identities;
  for (const auto& authentication : observations.authentications) {
    const auto identity = report::spf_identity(authentication);
    identities.push_back(identity ? identity->domain : surroundings.domain);
  }
  std::vector<std::set<DomainName>> identities_of(observations.sources.size());
  for (const auto& row : observations.rows) {
    const auto& name = identities[row.authentication];
    if (surroundings.governed.contains(name)) identities_of[row.source].insert(name);
  }
  std::map<DomainName, std::vector<std::size_t>> by_identity;
  for (std::size_t i = 0; i < identities_of.size(); ++i) {
    const auto& names = identities_of[i];
    if (names.size() == 1 && *names.begin() != surroundings.domain) {
      by_identity[*names.begin()].push_back(i);
    }
  }
  for (const auto& [name, numbers] : by_identity) {
    std::vector<IpAddress> addresses;
    for (const auto number : numbers) addresses.push_back(observations.sources[number]);
    const auto results = live_of(spf::check_clients(name, addresses, cache));
    for (std::size_t i = 0; i < numbers.size(); ++i) surroundings.live[numbers[i]] = results[i];
  }
}

}  // namespace

Outcomes judge_by_live_record(const report::Observations& observations, dns::Cache& cache,
                              analysis::Surroundings& surroundings) {
  const auto& domain = surroundings.domain;
  const auto governed = spf::governed_by(domain, identities(observations), cache);
  surroundings.governed.insert(governed.begin(), governed.end());
  surroundings.governed.insert(domain);
  auto outcomes = spf::check_clients(domain, observations.sources, cache);
  surroundings.live = live_of(outcomes);
  if (surroundings.governed.size() > 1) judge_under_other_names(observations, surroundings, cache);
  return outcomes;
}

spf::Survey survey_in_practice(spf::Survey survey, const std::vector<analysis::Source>& sources,
                               Outcomes outcomes) {
  // Nothing to learn of a sound record from clients without an error, of which there can be a
  // million.
  const auto is_error = [](const auto& outcome) {
    return outcome->result == spf::Result::permerror || outcome->result == spf::Result::temperror;
  };
  if (survey.status == spf::RecordStatus::ok && std::ranges::none_of(outcomes, is_error)) {
    return survey;
  }
  std::vector<bool> governed(outcomes.size());
  for (const auto& source : sources) governed[source.observed] = source.governed_messages > 0;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    if (governed[i]) outcomes[kept++] = outcomes[i];
  }
  outcomes.resize(kept);
  return spf::in_practice(std::move(survey), outcomes);
}

}  // namespace hardfail::readiness
