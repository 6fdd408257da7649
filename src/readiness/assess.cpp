#include "hardfail/readiness/assess.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>

#include "fix.hpp"
#include "hardfail/analysis/after.hpp"
#include "hardfail/analysis/classify.hpp"
#include "hardfail/analysis/common_marks.hpp"
#include "hardfail/analysis/expected_loss.hpp"
#include "hardfail/analysis/remarks.hpp"
#include "hardfail/dmarc/discovery.hpp"
#include "hardfail/dns/cache.hpp"
#include "hardfail/dns/overlay.hpp"
#include "hardfail/spf/listening.hpp"
#include "hardfail/spf/open_passes.hpp"
#include "hardfail/spf/survey.hpp"
#include "hardfail/util/error.hpp"
#include "hardfail/util/text.hpp"
#include "heard.hpp"
#include "live_spf.hpp"
#include "organizations.hpp"
#include "own_hosts.hpp"
#include "publishers.hpp"

namespace hardfail::readiness {

void require_dns(const DomainName& domain, dns::Resolver& resolver) {
  std::vector<dns::Question> questions = {{domain, dns::RecordType::txt},
                                          {domain, dns::RecordType::mx}};
  if (const auto policy = domain.child("_dmarc"))
    questions.push_back({*policy, dns::RecordType::txt});
  if (const auto parent = domain.parent()) questions.push_back({*parent, dns::RecordType::txt});
  const auto answers = resolver.ask_all(questions);
  if (std::ranges::all_of(answers,
                          [](const auto& a) { return a.status == dns::Status::timeout; })) {
    throw Error(Failure::dns_unavailable,
                fmt::format("no DNS server answered for {} in time", printable(domain.text())),
                "check the network and --dns, or raise --dns-timeout");
  }
}

analysis::Assessment assess(const DomainName& domain, const report::Observations& observations,
                            std::vector<ledger::Mark> marks, HostNames hosts,
                            dns::Resolver& resolver, const Options& options) {
  require_dns(domain, resolver);
  spf::ListeningAside aside(resolver);
  dns::Overlay overlay(aside);
  if (options.record) overlay.set_txt(domain, std::span(&*options.record, 1));
  dns::Cache cache(overlay);

  analysis::Assessment assessment{.domain = domain,
                                  .as_of = observations.window.end,
                                  .what_if = options.record.has_value(),
                                  .spf = spf::survey(domain, cache),
                                  .dmarc = dmarc::discover(domain, cache)};
  analysis::Surroundings surroundings{
      .domain = domain,
      .organizational_domain = assessment.dmarc.organizational_domain,
      .hosts = std::move(hosts),
      .marks = std::move(marks),
      .systems = options.systems};
  analysis::DnsFacts dns{.mail_exchanger = mail_exchanger(domain, cache),
                         .open_passes = spf::open_passes(domain, cache),
                         .names_asked = options.names_asked,
                         .names_failed = options.names_asked -
                                         std::min(options.names_asked, surroundings.hosts.size())};
  find_organizations(observations, cache, surroundings, dns);
  auto outcomes = judge_by_live_record(observations, cache, surroundings);
  surroundings.own_terms = own_terms(assessment.spf, dns.open_passes);
  surroundings.own_hosts = own_hosts(domain, surroundings.organizational_domain, cache);
  surroundings.mail_hosts = mail_hosts(domain, cache);

  assessment.sources = analysis::classify(observations, surroundings);
  ServiceRecords own_records;
  dns::Cache services_cache(options.services_dns != nullptr ? *options.services_dns : cache);
  assessment.senders = analysis::senders_of(
      observations, surroundings, *options.services,
      find_publishers(assessment.sources, *options.services, services_cache,
                      options.service_records != nullptr ? *options.service_records : own_records),
      assessment.sources);
  assessment.spf =
      survey_in_practice(std::move(assessment.spf), assessment.sources, std::move(outcomes));
  assessment.evidence = analysis::weigh(observations, assessment.sources, surroundings.governed);
  assessment.volume = analysis::volume_of(observations, assessment.sources);
  dns.listening = listen(assessment, surroundings, options, cache);
  if (options.held_outside) {
    assessment.evidence.outside_window = analysis::days_touched(*options.held_outside);
  }
  assessment.impact = analysis::impact_of(assessment.sources);
  assessment.verdict = analysis::decide(domain, assessment.evidence, assessment.sources,
                                        assessment.senders, assessment.impact, assessment.spf,
                                        assessment.dmarc, dns, options.thresholds);
  assessment.listening = std::move(dns.listening);
  if (assessment.spf.all != spf::Qualifier::fail) {
    assessment.expected_loss = analysis::expected_loss(
        observations, assessment.sources, surroundings, assessment.evidence, options.conduct);
  }
  if (options.turn && !assessment.what_if && assessment.spf.all == spf::Qualifier::fail &&
      assessment.as_of - options.turn->first_fail <= analysis::watched_after_turn) {
    assessment.after = analysis::look_after(observations, assessment.sources, assessment.senders,
                                            surroundings, *options.turn);
    analysis::tell_losses(*assessment.after, assessment.verdict);
  }
  if (assessment.what_if) analysis::put_publishing_first(domain, assessment.verdict);
  auto fix = tried_fix(assessment, options.thresholds, cache);
  analysis::advise(assessment.sources, fix, domain);
  analysis::advise_common_marks(assessment.sources);
  tell_senders(fix, assessment, cache);
  analysis::advise_senders(assessment.senders, assessment.sources, domain);
  assessment.proposal = std::move(fix.proposal);
  assessment.unlisted = std::move(fix.unlisted);
  assessment.remarks = analysis::remarks_on(assessment, options.thresholds);
  return assessment;
}

}  // namespace hardfail::readiness
