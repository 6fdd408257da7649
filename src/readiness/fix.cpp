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
#include "hardfail/spf/limits.hpp"
#include "hardfail/spf/record.hpp"
#include "hardfail/spf/survey.hpp"
#include "live_spf.hpp"
#include "publish.hpp"
#include "repair.hpp"
#include "room.hpp"

namespace hardfail::readiness {
namespace {

using analysis::Assessment;

bool passes(const spf::Outcome& outcome) {
  const auto live = analysis::LiveSpf::of(outcome);
  return live.result == spf::Result::pass && !live.by_plus_all;
}

/// The names under which the operator of a sender may publish its addresses, likeliest first: what
/// its own instructions say, if it is known; else one of a few names below the domain its hosts are
/// named under.
std::vector<DomainName> candidate_includes(const analysis::Sender& sender,
                                           const analysis::Source& source,
                                           const DomainName& organization) {
  if (sender.service != nullptr) return sender.service->includes;
  std::vector<DomainName> candidates;
  if (!source.host || !source.host->confirmed) return candidates;
  const auto provider = analysis::registrable_domain(source.host->name);
  if (!provider || provider->is_at_or_below(organization)) return candidates;
  for (const auto& candidate :
       {provider->child("_spf"), provider->child("spf"), std::optional(provider)}) {
    if (candidate) candidates.push_back(*candidate);
  }
  return candidates;
}

/// The include under which each missing sender's own operator publishes it today. One that lists
/// all addresses of a sender goes before several that list some.
analysis::ProviderIncludes find_includes(const std::vector<analysis::Source>& sources,
                                         const std::vector<analysis::Sender>& senders,
                                         const DomainName& organization, dns::Cache& cache) {
  std::map<std::uint32_t, std::vector<const analysis::Source*>> by_sender;
  for (const auto& source : sources) {
    if (source.source_class != analysis::SourceClass::unlisted_legitimate) continue;
    by_sender[source.sender].push_back(&source);
  }

  analysis::ProviderIncludes includes;
  for (const auto& [sender, members] : by_sender) {
    std::vector<IpAddress> addresses;
    for (const auto* source : members) addresses.push_back(source->address);
    analysis::ProviderIncludes found;
    for (const auto& candidate :
         candidate_includes(senders[sender], *members.front(), organization)) {
      const auto outcomes = spf::check_clients(candidate, addresses, cache);
      const bool lists_all =
          std::ranges::all_of(outcomes, [](const auto& outcome) { return passes(*outcome); });
      if (lists_all) found.clear();
      // A guessed name that lists only some may be the operator's own mail.
      if (!lists_all && senders[sender].service == nullptr) continue;
      for (std::size_t i = 0; i < addresses.size(); ++i) {
        if (passes(*outcomes[i])) found.emplace(addresses[i], candidate);
      }
      if (lists_all) break;
    }
    includes.merge(found);
  }
  return includes;
}

/// What a proposal comes to.
struct Trial {
  bool is_usable = false;  ///< receivers can evaluate it for every client
  Outcomes outcomes;       ///< in the order of Assessment::sources
};

/// Tries a proposal on every source, and notes in it what it does to them.
Trial try_out(analysis::Proposal& proposal, const Assessment& assessment, dns::Resolver& resolver) {
  dns::Overlay published(resolver);
  publish(proposal, assessment.domain, published);
  dns::Cache cache(published);
  const auto survey = spf::survey(assessment.domain, cache);
  proposal.lookups = survey.lookups;

  std::vector<IpAddress> addresses;
  for (const auto& source : assessment.sources) addresses.push_back(source.address);
  Trial trial{survey.status == spf::RecordStatus::ok,
              spf::check_clients(assessment.domain, addresses, cache)};
  analysis::tally(proposal, assessment.sources, trial.outcomes);
  return trial;
}

/// True where a listed source that passes now would not.
bool loses_senders(const Assessment& assessment, const Outcomes& outcomes) {
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const auto& source = assessment.sources[i];
    if (source.source_class == analysis::SourceClass::listed &&
        source.spf_now->result == spf::Result::pass && !passes(*outcomes[i])) {
      return true;
    }
  }
  return false;
}

/// A fix, and whether its proposal is fit to be published.
struct TriedFix {
  analysis::Fix fix;
  bool is_sound = true;
};

/// Tries fixes of an assessed domain for `missing` senders.
class Trials {
 public:
  Trials(const Assessment& assessment, const std::vector<analysis::Source>& missing,
         std::span<const IpAddress> senders, dns::Cache& cache)
      : m_assessment(assessment), m_missing(missing), m_senders(senders), m_cache(cache) {}

  /// Adds the missing senders to the record `base`: by the includes of their providers, or without
  /// these where they spoil it. Sound is what receivers can evaluate, keeps every listed source,
  /// and lets in no more strangers than `base` does.
  [[nodiscard]] TriedFix added_to(const Repair& base) const {
    const auto includes = find_includes(m_missing, m_assessment.senders,
                                        m_assessment.dmarc.organizational_domain, m_cache);
    auto result = fitted(base, includes);
    if (!result.is_sound && !includes.empty()) result = fitted(base, {});
    if (!result.is_sound) analysis::withdraw_if_over_limit(result.fix, m_assessment.domain);
    return result;
  }

 private:
  [[nodiscard]] TriedFix tried(const Repair& base,
                               const analysis::ProviderIncludes& includes) const {
    TriedFix result{analysis::propose(m_assessment.verdict, m_missing, base.survey, includes)};
    if (!result.fix.proposal) return result;
    auto& proposal = *result.fix.proposal;
    const auto& before = base.proposal;
    proposal.changes.insert(proposal.changes.begin(), before.changes.begin(), before.changes.end());
    proposal.subordinates.insert(proposal.subordinates.begin(), before.subordinates.begin(),
                                 before.subordinates.end());
    const auto trial = try_out(proposal, m_assessment, m_cache);
    result.is_sound = trial.is_usable && !loses_senders(m_assessment, trial.outcomes) &&
                      proposal.strangers_let_in <= before.strangers_let_in;
    return result;
  }

  /// As tried(), with room made in the base where that is all that it lacks.
  [[nodiscard]] TriedFix fitted(const Repair& base,
                                const analysis::ProviderIncludes& includes) const {
    auto result = tried(base, includes);
    const bool is_over = result.fix.proposal && result.fix.proposal->lookups > spf::limits::lookups;
    if (result.is_sound || !is_over || !base.survey.own.record) return result;
    const auto added = result.fix.proposal->lookups - base.survey.lookups;
    if (added > spf::limits::lookups) return result;
    const auto room =
        make_room(base.survey, {.lookups = spf::limits::lookups - added}, m_senders, m_cache);
    if (!room) return result;
    auto roomy = base.proposal;
    roomy.record = room->record;
    roomy.changes.insert(roomy.changes.end(), room->changes.begin(), room->changes.end());
    dns::Overlay published(m_cache);
    publish(roomy, m_assessment.domain, published);
    auto again = tried({std::move(roomy), spf::survey(m_assessment.domain, published)}, includes);
    return again.is_sound ? std::move(again) : std::move(result);
  }

  const Assessment& m_assessment;
  const std::vector<analysis::Source>& m_missing;
  std::span<const IpAddress> m_senders;
  dns::Cache& m_cache;
};

bool belongs(const analysis::Source& source) {
  return source.source_class == analysis::SourceClass::listed ||
         source.source_class == analysis::SourceClass::unlisted_legitimate;
}

/// The legitimate senders of governed mail; none where the evidence is too thin to know them.
std::vector<IpAddress> known_senders(const Assessment& assessment,
                                     const analysis::Thresholds& thresholds) {
  std::vector<IpAddress> senders;
  if (!analysis::is_enough(assessment.evidence, thresholds)) return senders;
  for (const auto& source : assessment.sources) {
    if (belongs(source) && source.governed_messages > 0) senders.push_back(source.address);
  }
  return senders;
}

/// The broken record put right, and then extended by whoever is still missing from it, those among
/// them that it listed before it broke.
analysis::Fix repaired_fix(const Assessment& assessment, const analysis::Thresholds& thresholds,
                           dns::Cache& cache) {
  const auto senders = known_senders(assessment, thresholds);
  auto mended = repair(assessment.spf, senders, cache);
  if (!mended) return {};
  auto& base = mended->proposal;
  const auto trial = try_out(base, assessment, cache);
  if (!trial.is_usable || loses_senders(assessment, trial.outcomes)) return {};
  std::vector<analysis::Source> missing;
  for (std::size_t i = 0; i < trial.outcomes.size(); ++i) {
    const auto& source = assessment.sources[i];
    const auto& outcome = *trial.outcomes[i];
    if (!belongs(source) || outcome.undecided || passes(outcome)) continue;
    missing.push_back(source);
    missing.back().source_class = analysis::SourceClass::unlisted_legitimate;
  }
  auto [fix, is_sound] = Trials(assessment, missing, senders, cache).added_to(*mended);
  if (is_sound && fix.proposal &&
      fix.proposal->now_listed + fix.proposal->restored > base.now_listed + base.restored) {
    return fix;
  }
  fix.proposal.reset();
  fix.terms.clear();
  if (!base.changes.empty()) fix.proposal = std::move(base);
  return fix;
}

}  // namespace

analysis::Fix tried_fix(const Assessment& assessment, const analysis::Thresholds& thresholds,
                        dns::Cache& cache) {
  assert(!assessment.verdict.reasons.empty());
  using enum analysis::State;
  const auto state = assessment.verdict.state;
  const bool publishes = !assessment.spf.own.texts.empty();
  if (state == fix_record) {
    // What the DNS keeps from being known is nothing to write a record by.
    if (assessment.verdict.reasons.front().code == "dns_failed") return {};
    auto fix = repaired_fix(assessment, thresholds, cache);
    if (fix.proposal || publishes) return fix;
  }
  const auto senders = known_senders(assessment, thresholds);
  auto fix = Trials(assessment, assessment.sources, senders, cache)
                 .added_to({analysis::Proposal{}, assessment.spf})
                 .fix;
  const bool adds = state != ready && state != parked;
  if (adds && fix.proposal && fix.proposal->now_listed == 0) fix.proposal.reset();
  return fix;
}

void tell_senders(const analysis::Fix& fix, analysis::Assessment& assessment, dns::Cache& cache) {
  for (auto& sender : assessment.senders) {
    if (sender.source_class != analysis::SourceClass::unlisted_legitimate) continue;
    analysis::SenderFix own;
    for (const auto index : sender.sources) {
      const auto term = fix.terms.find(assessment.sources[index].address);
      if (term == fix.terms.end()) continue;
      ++own.lists;
      if (std::ranges::find(own.terms, term->second) == own.terms.end()) {
        own.terms.push_back(term->second);
      }
    }
    for (const auto& term : own.terms) {
      if (const auto target = spf::include_target(term)) {
        own.lookups += 1 + spf::survey(*target, cache).lookups;
      }
    }
    if (own.lists > 0) sender.fix = std::move(own);
  }
}

}  // namespace hardfail::readiness
