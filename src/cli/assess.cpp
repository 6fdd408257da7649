#include "assess.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "hardfail/analysis/classify.hpp"
#include "hardfail/analysis/host_name.hpp"
#include "hardfail/analysis/remarks.hpp"
#include "hardfail/dmarc/discovery.hpp"
#include "hardfail/dns/cache.hpp"
#include "hardfail/dns/overlay.hpp"
#include "hardfail/spf/compiled.hpp"
#include "hardfail/spf/governed.hpp"
#include "hardfail/spf/survey.hpp"
#include "hardfail/util/text.hpp"
#include "host_names.hpp"
#include "marks.hpp"

namespace hardfail::cli {
namespace {

using analysis::Assessment;
using dns::Question;
using dns::RecordType;

/// Tells dead DNS from a record that cannot be read: in the first case nothing can be concluded at
/// all.
void require_dns(const DomainName& domain, dns::Resolver& resolver) {
  std::vector<Question> questions = {{domain, RecordType::txt}, {domain, RecordType::mx}};
  if (const auto policy = domain.child("_dmarc")) questions.push_back({*policy, RecordType::txt});
  if (const auto parent = domain.parent()) questions.push_back({*parent, RecordType::txt});
  const auto answers = resolver.ask_all(questions);
  if (std::ranges::all_of(answers,
                          [](const auto& a) { return a.status == dns::Status::timeout; })) {
    throw Error(Failure::dns_unavailable,
                fmt::format("no DNS server answered for {} in time", printable(domain.text())),
                "check the network and --dns, or raise --dns-timeout");
  }
}

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

/// The networks that ip4 and ip6 terms of the domain's own record authorise.
std::vector<IpNetwork> own_terms(const spf::Survey& survey) {
  std::vector<IpNetwork> networks;
  if (!survey.own.record) return networks;
  for (const auto& directive : survey.own.record->directives) {
    const auto* ip = std::get_if<spf::Ip>(&directive.mechanism);
    if (ip != nullptr && directive.qualifier == spf::Qualifier::pass)
      networks.push_back(ip->network);
  }
  return networks;
}

/// The addresses of the domain itself, and of its mail exchangers as far as they are its own hosts.
std::vector<IpAddress> own_hosts(const DomainName& domain, const DomainName& organization,
                                 dns::Resolver& resolver) {
  std::vector<DomainName> hosts = {domain};
  for (const auto& exchange : resolver.ask({domain, RecordType::mx}).all<dns::MailExchange>()) {
    if (exchange.host && exchange.host->is_at_or_below(organization))
      hosts.push_back(*exchange.host);
  }
  std::vector<Question> questions;
  for (const auto& host : hosts) {
    questions.push_back({host, RecordType::a});
    questions.push_back({host, RecordType::aaaa});
  }
  std::vector<IpAddress> addresses;
  for (const auto& answer : resolver.ask_all(questions)) {
    for (const auto& address : answer.all<IpAddress>()) addresses.push_back(address);
  }
  return addresses;
}

/// What the record of the domain says of each source. Those that fare alike share it.
std::vector<std::shared_ptr<const analysis::LiveSpf>> check_all(const DomainName& domain,
                                                                std::span<const IpAddress> sources,
                                                                dns::Cache& cache) {
  const auto outcomes = spf::check_clients(domain, sources, cache);
  std::unordered_map<const spf::Outcome*, std::shared_ptr<const analysis::LiveSpf>> known;
  std::vector<std::shared_ptr<const analysis::LiveSpf>> live;
  live.reserve(sources.size());
  for (const auto& outcome : outcomes) {
    auto& shared = known[outcome.get()];
    if (!shared) {
      shared = std::make_shared<const analysis::LiveSpf>(analysis::LiveSpf::of(*outcome));
    }
    live.push_back(shared);
  }
  return live;
}

/// Judges anew the sources whose governed mail all names one other domain that redirects here: such
/// a domain may list addresses of its own before the redirect, and macros of the record expand to
/// its names.
void judge_by_redirecting(const report::Observations& observations,
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
    const auto results = check_all(name, addresses, cache);
    for (std::size_t i = 0; i < numbers.size(); ++i) surroundings.live[numbers[i]] = results[i];
  }
}

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

/// What to publish, tried out; without the providers' includes where these spoil it.
analysis::Fix checked_fix(const Assessment& assessment, dns::Cache& cache) {
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

report::Observations observe(const DomainName& domain, store::Store& store,
                             const AssessOptions& options) {
  auto observations = store.observations(domain, {options.as_of - options.window, options.as_of});
  if (observations.reports > 0) return observations;
  const auto held = store.domains();
  if (std::ranges::find(held, domain, &store::DomainSummary::domain) == held.end()) {
    throw Error(Failure::no_input,
                fmt::format("no report of {} is in the database", printable(domain.text())),
                "import its reports first; `hardfail domains` lists the domains there are");
  }
  return observations;
}

void warn_of_named_marks(std::span<const analysis::Mark> marks, Messages& messages) {
  const auto is_named = [](const analysis::Mark& mark) { return mark.source.is_name(); };
  if (std::ranges::any_of(marks, is_named)) {
    messages.warning("marks on host names match nothing, since --no-names is given");
  }
}

}  // namespace

Assessment assess(const DomainName& domain, store::Store& store, dns::Resolver& resolver,
                  const AssessOptions& options, Messages& messages) {
  const auto observations = observe(domain, store, options);
  require_dns(domain, resolver);

  dns::Overlay overlay(resolver);
  if (options.record) overlay.set_txt(domain, std::span(&*options.record, 1));
  dns::Cache cache(overlay);

  Assessment assessment{.domain = domain,
                        .as_of = options.as_of,
                        .spf = spf::survey(domain, cache),
                        .dmarc = dmarc::discover(domain, cache)};
  const auto& sources = observations.sources;
  analysis::Surroundings surroundings{
      .domain = domain, .organizational_domain = assessment.dmarc.organizational_domain};
  const auto governed = spf::governed_by(domain, identities(observations), cache);
  surroundings.governed.insert(governed.begin(), governed.end());
  surroundings.governed.insert(domain);
  surroundings.live = check_all(domain, sources, cache);
  if (surroundings.governed.size() > 1) {
    judge_by_redirecting(observations, surroundings, cache);
  }
  surroundings.marks = marks_of(domain, store);
  switch (options.host_names) {
    case HostNames::look_up:
      surroundings.hosts = host_names(domain, observations, store, resolver, options.now, messages);
      break;
    case HostNames::look_up_afresh:
      surroundings.hosts = fresh_host_names(domain, observations, resolver, messages);
      break;
    case HostNames::leave_out:
      warn_of_named_marks(surroundings.marks, messages);
  }
  surroundings.own_terms = own_terms(assessment.spf);
  surroundings.own_hosts = own_hosts(domain, surroundings.organizational_domain, cache);

  assessment.sources = analysis::classify(observations, surroundings);
  assessment.evidence = analysis::weigh(observations, assessment.sources, surroundings.governed);
  assessment.impact = analysis::impact_of(assessment.sources);
  assessment.verdict =
      analysis::decide(domain, assessment.evidence, assessment.sources, assessment.impact,
                       assessment.spf, assessment.dmarc, options.thresholds);
  auto fix = checked_fix(assessment, cache);
  analysis::advise(assessment.sources, fix, domain);
  assessment.proposal = std::move(fix.proposal);
  assessment.unlisted = std::move(fix.unlisted);
  assessment.remarks = analysis::remarks_on(assessment, options.thresholds);
  return assessment;
}

}  // namespace hardfail::cli
