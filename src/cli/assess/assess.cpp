#include "assess/assess.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "assess/domain_meant.hpp"
#include "assess/host_names.hpp"
#include "assess/kept_answers.hpp"
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

readiness::HostNames host_names_for(const DomainName& domain,
                                    const report::Observations& observations, store::Store& store,
                                    dns::Resolver& resolver, const AssessOptions& options,
                                    Messages& messages) {
  switch (options.host_names) {
    case HostNames::look_up:
      return host_names(domain, observations, store, resolver, options.now, messages);
    case HostNames::look_up_afresh:
      return fresh_host_names(domain, observations, resolver, messages);
    case HostNames::leave_out:
      return {};
  }
  return {};
}

}  // namespace

analysis::Assessment assess(const DomainName& domain, store::Store& store, dns::Resolver& resolver,
                            const AssessOptions& options, Messages& messages) {
  auto judged_by = options.judged_by;
  const auto observations =
      store.observations(domain, {options.as_of - options.window, options.as_of});
  if (observations.reports == 0) judged_by.held_outside = reported_span(domain, store);
  readiness::require_dns(domain, resolver);  // before reverse DNS is waited for
  auto marks = store.marks(domain);
  if (options.host_names == HostNames::leave_out) warn_of_named_marks(marks, messages);
  auto hosts = host_names_for(domain, observations, store, resolver, options, messages);
  if (options.host_names != HostNames::leave_out) {
    judged_by.names_asked = std::min(observations.sources.size(), readiness::most_named_sources);
  }
  if (options.systems) {
    for (const auto& source : observations.sources) {
      judged_by.systems.push_back(options.systems->find(source));
    }
  }
  KeptAnswers kept(store, resolver, options.now);
  if (options.dns == DnsSource::network) judged_by.services_dns = &kept;
  auto assessment = readiness::assess(domain, observations, std::move(marks), std::move(hosts),
                                      resolver, judged_by);
  kept.save(messages);
  return assessment;
}

}  // namespace hardfail::cli
