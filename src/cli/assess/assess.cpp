#include "assess/assess.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <span>
#include <utility>
#include <vector>

#include "assess/basis.hpp"
#include "assess/domain_meant.hpp"
#include "hardfail/readiness/used_answers.hpp"
#include "hardfail/util/count.hpp"
#include "hardfail/util/error.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::cli {
namespace {

/// When the reports held were sent. Throws Error (no_input) where there are none.
Period reported_span(const DomainName& domain, store::Store& store) {
  if (const auto span = store.reported_span(domain)) return *span;
  throw Error(Failure::no_input,
              fmt::format("no report of {} is in the database", printable(domain.text())),
              domain_meant(domain, store)
                  .value_or("import its reports first; `hardfail domains` lists the domains there "
                            "are"));
}

void warn_of_named_marks(std::span<const ledger::Mark> marks, Messages& messages) {
  const auto is_named = [](const ledger::Mark& mark) { return mark.source.is_name(); };
  if (std::ranges::any_of(marks, is_named)) {
    messages.warning("marks on host names match nothing, since --no-names is given");
  }
}

NamesWanted names_for(const report::Observations& observations, const AssessOptions& options,
                      store::Store& store) {
  switch (options.host_names) {
    case HostNames::look_up:
      return names_wanted(observations, store, options.now);
    case HostNames::look_up_afresh:
      return names_wanted(observations);
    case HostNames::leave_out:
      break;
  }
  return {};
}

/// The clients and resolvers of query logs that are worth a name: those that were asked about on
/// most days, and those that asked most.
std::vector<IpAddress> heard_to_name(const ledger::Heard& heard) {
  constexpr std::size_t most_clients = 2'000;
  constexpr std::size_t most_resolvers = 20;
  auto clients = heard.clients;
  std::ranges::stable_sort(clients, std::ranges::greater(), &ledger::HeardClient::days);
  std::vector<IpAddress> addresses;
  for (std::size_t i = 0; i < std::min(clients.size(), most_clients); ++i) {
    addresses.push_back(clients[i].client);
  }
  for (std::size_t i = 0; i < std::min(heard.resolvers.size(), most_resolvers); ++i) {
    addresses.push_back(heard.resolvers[i].resolver);
  }
  return addresses;
}

}  // namespace

const ledger::Conduct& KnownConduct::as_of(Moment moment) {
  if (const auto known = m_known.find(moment); known != m_known.end()) return known->second;
  constexpr std::chrono::days year{365};
  return m_known.emplace(moment, m_store.conduct({moment - year, moment})).first->second;
}

Case::Case(DomainName domain, const AssessOptions& options, store::Store& store,
           KnownConduct& conduct, Messages& messages)
    : m_domain(std::move(domain)),
      m_options(options),
      m_observations(store.observations(m_domain, {options.as_of - options.window, options.as_of})),
      m_rows(m_observations.rows.size()),
      m_judged_by(options.judged_by),
      m_marks(store.marks(m_domain)),
      m_names(names_for(m_observations, options, store)) {
  if (m_observations.reports == 0) m_judged_by.held_outside = reported_span(m_domain, store);
  if (options.host_names == HostNames::leave_out) warn_of_named_marks(m_marks, messages);
  const Period window{options.as_of - options.window, options.as_of};
  m_judged_by.heard = store.heard(m_domain, window);
  m_judged_by.conduct = conduct.as_of(options.as_of);
  m_judged_by.turn = analysis::turn_to_fail(m_domain, store.records_of_runs(m_domain, window.begin),
                                            options.as_of);
  if (options.host_names != HostNames::leave_out) {
    add_wanted(m_names, heard_to_name(m_judged_by.heard), store, options.now);
  }
  m_judged_by.names_asked = m_names.known.size() + m_names.asked.size();
  if (!options.systems) return;
  for (const auto& source : m_observations.sources) {
    m_judged_by.systems.push_back(options.systems->find(source));
  }
}

analysis::Assessment Case::judge(dns::Resolver& resolver, AnswerMemory& memory,
                                 readiness::ServiceRecords& records, Messages& messages) {
  m_judged_by.service_records = &records;
  readiness::require_dns(m_domain, resolver);  // before reverse DNS is waited for
  readiness::Recorder asked(resolver);
  KeptAnswers kept(memory, resolver);
  readiness::Recorder services_asked(kept);
  auto assessment = judge_by(
      resolver, asked, m_options.dns == DnsSource::network ? &services_asked : nullptr, messages);
  auto used = std::move(m_used_names);
  asked.add_to(used, ledger::AnswerUse::verdict);
  services_asked.add_to(used, ledger::AnswerUse::services);
  m_basis = basis_of(m_options, std::move(used));
  return assessment;
}

analysis::Assessment Case::judge_by(const ledger::Basis& basis, Messages& messages) {
  m_names.known = readiness::used_names(basis, m_names.asked);
  std::erase_if(m_names.asked,
                [&](const IpAddress& address) { return m_names.known.contains(address); });
  readiness::UsedAnswers no_names({}, ledger::AnswerUse::host_name);
  readiness::UsedAnswers dns(basis, ledger::AnswerUse::verdict);
  readiness::UsedAnswers services(basis, ledger::AnswerUse::services);
  auto assessment = judge_by(no_names, dns, services.empty() ? nullptr : &services, messages);
  if (const auto missing = dns.missing() + services.missing(); missing > 0) {
    messages.warning(fmt::format(
        "the run did not ask {}, which therefore count as unanswered: reports or marks came since, "
        "or this version asks more",
        counted(missing, "DNS question")));
  }
  return assessment;
}

analysis::Assessment Case::judge_by(dns::Resolver& names_dns, dns::Resolver& dns,
                                    dns::Resolver* services_dns, Messages& messages) {
  auto names = find_names(m_domain, std::move(m_names), names_dns, m_options.now, messages);
  readiness::add_used(names.names, m_used_names);
  if (m_options.host_names == HostNames::look_up) m_fresh = std::move(names.fresh);
  m_judged_by.services_dns = services_dns;
  // Nobody needs them afterwards, when the assessment may have to wait for its turn.
  const auto observations = std::move(m_observations);
  return readiness::assess(m_domain, observations, std::move(m_marks), std::move(names.names), dns,
                           m_judged_by);
}

Judged assess(const DomainName& domain, store::Store& store, dns::Resolver& resolver,
              const AssessOptions& options, Messages& messages) {
  KnownConduct conduct(store);
  Case judged(domain, options, store, conduct, messages);
  AnswerMemory memory(store, options.now);
  readiness::ServiceRecords records;
  auto assessment = judged.judge(resolver, memory, records, messages);
  keep_names(judged.fresh_names(), store, options.now, messages);
  memory.save(store, messages);
  return {std::move(assessment), judged.basis()};
}

}  // namespace hardfail::cli
