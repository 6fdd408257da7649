#include "hardfail/analysis/proposal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "draft.hpp"
#include "hardfail/spf/limits.hpp"
#include "hardfail/spf/record.hpp"
#include "missing.hpp"
#include "wording.hpp"

namespace hardfail::analysis {
namespace {

constexpr std::size_t most_heaviest = 3;

/// The fewest records that can hold the terms, at _spf1.DOMAIN, _spf2.DOMAIN, ..., skipping names
/// that the domain's record refers to already. Empty if too many would be needed, or if the
/// domain's name is too long for names below it.
std::vector<SubordinateRecord> spread(const std::vector<std::string>& terms,
                                      const spf::Survey& survey) {
  constexpr std::string_view end = " -all";
  std::vector<SubordinateRecord> records;
  unsigned number = 0;
  for (const auto& term : terms) {
    if (records.empty() ||
        records.back().text.size() + 1 + term.size() + end.size() > spf::limits::record) {
      std::optional<DomainName> name;
      do {
        name = survey.own.domain.child(fmt::format("_spf{}", ++number));
      } while (name && survey.records.contains(*name));
      if (!name || records.size() == most_parts) return {};
      records.push_back({*name, std::string(spf::version_section)});
    }
    records.back().text += ' ' + term;
  }
  for (auto& record : records) record.text += end;
  return records;
}

bool is_error(spf::Result result) {
  return result == spf::Result::none || result == spf::Result::permerror ||
         result == spf::Result::temperror;
}

Reason too_many_to_list(const Missing& missing, std::size_t terms) {
  const auto heaviest = neighbourhoods(missing.alone);
  std::uint64_t messages = 0;
  for (const auto& each : heaviest) messages += each.messages;
  const auto named = listing(
      heaviest,
      [](const Neighbourhood& each) {
        return fmt::format("{} ({}, {})", each.network.to_string(),
                           counted(each.addresses, "address", "addresses"),
                           messages_text(each.messages));
      },
      most_heaviest);
  return {"too_many_to_list", Severity::warning,
          fmt::format(
              "{} missing addresses that no provider publishes would take {} terms, too many to "
              "publish. Most of this mail comes from {}. Move it to a subdomain, or to an "
              "envelope (Return-Path) domain of its own; or add one of these networks, if "
              "you know that nobody else sends from it",
              grouped(missing.alone.size()), grouped(terms), named),
          messages};
}

/// Adds the missing senders to a draft of the domain's record, as far as they can be listed.
Fix add_senders(Draft draft, const Missing& missing, const spf::Survey& survey) {
  for (const auto& include : missing.includes) draft.add_term("include:" + include.text());
  const auto networks = missing.networks();
  const auto terms = terms_of(networks);
  // A record that is too long already may grow by an include, but not by a list.
  const auto published = survey.own.record ? survey.own.record->text.size() : 0;
  constexpr std::size_t include_term = 40;
  const auto room = std::max(spf::limits::record, published + include_term);

  auto whole = draft;
  for (const auto& term : terms) {
    if (whole.text().size() > room) break;  // There may be tens of thousands.
    whole.add_term(term);
  }
  if (terms.empty() || whole.text().size() <= room) {
    if (whole.changes.empty()) return {};
    return {.proposal = Proposal::of(whole.text(), whole.changes),
            .terms = terms_by_address(missing, networks)};
  }
  auto parts = spread(terms, survey);
  if (!parts.empty() &&
      survey.lookups + missing.includes.size() + parts.size() <= spf::limits::lookups) {
    for (const auto& part : parts) draft.add_term("include:" + part.name.text());
    auto proposal = Proposal::of(draft.text(), draft.changes);
    proposal.subordinates = std::move(parts);
    return {.proposal = std::move(proposal), .terms = terms_by_address(missing, networks)};
  }
  Fix fix{.unlisted = too_many_to_list(missing, terms.size()), .terms = missing.terms_of_providers};
  if (!draft.changes.empty()) fix.proposal = Proposal::of(draft.text(), draft.changes);
  return fix;
}

Fix fix_broken(const Missing& missing, const spf::Survey& survey) {
  if (survey.own.record) return add_senders(draft_of(*survey.own.record), missing, survey);
  const bool nothing_there = survey.status == spf::RecordStatus::none && survey.own.texts.empty();
  if (!nothing_there || missing.empty()) return {};
  Draft draft;
  draft.end = "~all";
  auto fix = add_senders(std::move(draft), missing, survey);
  if (fix.proposal) fix.proposal->changes.emplace_back("end the record in ~all");
  return fix;
}

}  // namespace

Fix propose(const Verdict& verdict, const std::vector<Source>& sources, const spf::Survey& survey,
            const ProviderIncludes& includes) {
  const Missing missing(sources, includes);
  const auto& record = survey.own.record;
  const auto whole = [](const Draft& draft) -> Fix {
    if (draft.changes.empty()) return {};
    return {.proposal = Proposal::of(draft.text(), draft.changes)};
  };
  switch (verdict.state) {
    case State::fix_record:
      return fix_broken(missing, survey);
    case State::parked:
      return whole(Draft{{}, "-all", {}, {"publish a record that authorises nobody"}});
    case State::ready:
      return record ? whole(hardened(draft_of(*record), *record)) : Fix{};
    case State::not_ready:
    case State::already_hardfail:
      if (!record || missing.empty()) return {};
      return add_senders(draft_of(*record), missing, survey);
    case State::insufficient_evidence:
    case State::keep_softfail:
      return {};
  }
  return {};
}

void withdraw_if_over_limit(Fix& fix, const DomainName& domain) {
  if (!fix.proposal || fix.proposal->lookups <= spf::limits::lookups) return;
  std::set<std::string> includes;
  for (const auto& [address, term] : fix.terms) {
    if (spf::include_target(term)) includes.insert(term);
  }
  const auto named = includes.empty() ? std::string("the terms of some of them")
                                      : listing(includes, std::identity());
  fix.unlisted =
      Reason{"over_lookup_limit", Severity::warning,
             fmt::format(
                 "with the missing senders added, the record would take {} look-ups, and receivers "
                 "stop at {}. Remove includes that nobody needs, or let one of the new senders use "
                 "an envelope (Return-Path) domain of its own, such as mail.{}, and put {} into "
                 "that domain's record, which has look-ups of its own",
                 fix.proposal->lookups, spf::limits::lookups, domain.text(), named),
             0};
  fix.proposal.reset();
  fix.terms.clear();
}

void advise(std::vector<Source>& sources, const Fix& fix, const DomainName& domain) {
  for (auto& source : sources) {
    const auto term = fix.terms.find(source.address);
    if (term == fix.terms.end()) continue;
    const bool by_provider = term->second.starts_with("include:");
    source.advice = fmt::format(
        "add {}{}, or give it an envelope (Return-Path) domain of its own or a subdomain of {}",
        term->second, by_provider ? ", which its operator publishes and which lists it today" : "",
        domain.text());
  }
}

void tally(Proposal& proposal, const std::vector<Source>& sources,
           std::span<const std::shared_ptr<const spf::Outcome>> outcomes) {
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const LiveSpf then = LiveSpf::of(*outcomes[i]);
    const bool passes = then.result == spf::Result::pass && !then.by_plus_all;
    switch (sources[i].source_class) {
      case SourceClass::unlisted_legitimate:
        ++(passes ? proposal.now_listed : proposal.still_missing);
        break;
      case SourceClass::forwarder:
      case SourceClass::suspected_spoof:
      case SourceClass::unknown:
        if (passes && sources[i].spf_now->result != spf::Result::pass) ++proposal.strangers_let_in;
        break;
      case SourceClass::listed:
        if (passes && is_error(sources[i].spf_now->result)) ++proposal.restored;
        break;
      case SourceClass::unaffected:
        break;
    }
  }
}

}  // namespace hardfail::analysis
