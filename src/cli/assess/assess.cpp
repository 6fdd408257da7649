#include "assess/assess.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "assess/domain_meant.hpp"
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

Case::Case(DomainName domain, const AssessOptions& options, store::Store& store, Messages& messages)
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
                                 Messages& messages) {
  readiness::require_dns(m_domain, resolver);  // before reverse DNS is waited for
  auto names = find_names(m_domain, std::move(m_names), resolver, m_options.now, messages);
  if (m_options.host_names == HostNames::look_up) m_fresh = std::move(names.fresh);
  KeptAnswers services_dns(memory, resolver);
  if (m_options.dns == DnsSource::network) m_judged_by.services_dns = &services_dns;
  // Nobody needs them afterwards, when the assessment may have to wait for its turn.
  const auto observations = std::move(m_observations);
  return readiness::assess(m_domain, observations, std::move(m_marks), std::move(names.names),
                           resolver, m_judged_by);
}

analysis::Assessment assess(const DomainName& domain, store::Store& store, dns::Resolver& resolver,
                            const AssessOptions& options, Messages& messages) {
  Case judged(domain, options, store, messages);
  AnswerMemory memory(store, options.now);
  auto assessment = judged.judge(resolver, memory, messages);
  keep_names(judged.fresh_names(), store, options.now, messages);
  memory.save(store, messages);
  return assessment;
}

}  // namespace hardfail::cli
