#include "hardfail/analysis/repair.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <functional>
#include <set>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "draft.hpp"
#include "hardfail/spf/correction.hpp"
#include "hardfail/spf/limits.hpp"
#include "hardfail/util/text.hpp"
#include "wording.hpp"

namespace hardfail::analysis {
namespace {

using spf::RecordStatus;

constexpr std::size_t most_terms_named = 4;

/// The one TXT record that was meant as the SPF record; of several nobody can tell which.
std::optional<Proposal> meant_record(const spf::Survey& survey) {
  std::optional<Proposal> meant;
  for (const auto& finding : survey.findings) {
    if (finding.code != "not_a_record" || !finding.place) continue;
    auto record = spf::corrected(finding.place->record);
    if (!record) continue;
    if (meant) return std::nullopt;
    meant = Proposal::of(*std::move(record),
                         {fmt::format("correct the TXT record \"{}\"",
                                      shortened(printable_ascii(finding.place->record), 60))});
  }
  return meant;
}

std::optional<Proposal> merged_record(const spf::Survey& survey) {
  std::vector<std::string> texts;
  for (const auto& text : survey.own.texts) {
    auto right = spf::parse_record(text) ? std::optional(text) : spf::corrected(text);
    if (!right) return std::nullopt;
    texts.push_back(*std::move(right));
  }
  auto draft = merged(texts);
  if (!draft) return std::nullopt;
  return Proposal::of(draft->text(), std::move(draft->changes));
}

std::optional<Proposal> corrected_record(const spf::Published& own) {
  const auto& text = own.texts.front();
  auto record = spf::corrected(text);
  if (!record) return std::nullopt;
  std::vector<std::string> changes;
  for (const auto& [where, offset, problem, fix] : own.errors) {
    changes.push_back(fmt::format("{} instead of {}", fix,
                                  printable_ascii(text.substr(where.offset, where.length))));
  }
  return Proposal::of(*std::move(record), std::move(changes));
}

/// The name that a term includes, as far as that can be told from its text; empty for any other.
std::string_view included_by(const spf::Directive& directive) {
  const auto* include = std::get_if<spf::Include>(&directive.mechanism);
  return include == nullptr ? std::string_view() : include->domain.text;
}

/// Leaves out the terms of the domain's own record that an evaluation cannot get past: those found
/// broken, and includes of records in which something is.
std::vector<Rewrite> without_broken_terms(const spf::Survey& survey) {
  constexpr std::array<std::string_view, 6> codes = {
      "missing_record", "multiple_records", "loop", "bad_name", "too_many_mx", "syntax"};
  const auto& record = *survey.own.record;
  std::set<std::string> terms;
  for (const auto& finding : survey.findings) {
    if (!finding.place || std::ranges::find(codes, finding.code) == codes.end()) continue;
    if (finding.place->domain == survey.own.domain) {
      terms.emplace(record.text_of(finding.place->where));
      continue;
    }
    for (const auto& directive : record.directives) {
      if (iequals(included_by(directive), finding.place->domain.text())) {
        terms.emplace(record.text_of(directive.where));
      }
    }
  }
  std::vector<Rewrite> rewrites;
  rewrites.reserve(terms.size());
  for (const auto& term : terms) rewrites.push_back({term, {}, "receivers cannot evaluate it"});
  return rewrites;
}

}  // namespace

std::optional<Proposal> repaired(const spf::Survey& survey) {
  switch (survey.status) {
    case RecordStatus::none:
      return meant_record(survey);
    case RecordStatus::multiple:
      return merged_record(survey);
    case RecordStatus::permerror:
      if (survey.own.record) {
        return rewritten(survey, without_broken_terms(survey));
      }
      return survey.own.texts.empty() ? std::nullopt : corrected_record(survey.own);
    case RecordStatus::ok:
    case RecordStatus::temperror:
      break;
  }
  return std::nullopt;
}

std::optional<Proposal> rewritten(const spf::Survey& survey, std::span<const Rewrite> rewrites) {
  assert(survey.own.record);
  auto draft = draft_of(*survey.own.record);
  bool differs = false;
  for (const auto& [term, by, reason] : rewrites) {
    const auto place = std::ranges::find(draft.terms, term);
    if (place != draft.terms.end()) {
      draft.terms.insert(draft.terms.erase(place), by.begin(), by.end());
    } else if (term == draft.end) {
      draft.end = "~all";
    } else {
      continue;
    }
    const auto change = by.empty()
                            ? "remove " + term
                            : fmt::format("write {} instead of {}",
                                          listing(by, std::identity(), most_terms_named), term);
    draft.changes.push_back(fmt::format("{}: {}", change, reason));
    differs = true;
  }
  if (!differs) return std::nullopt;
  return Proposal::of(draft.text(), std::move(draft.changes));
}

std::optional<Proposal> flat_proposal(const spf::Flattened& flattened) {
  const bool fits = std::ranges::all_of(flattened.records, [](const spf::FlatRecord& record) {
    return record.text.size() <= spf::limits::record;
  });
  if (!fits || flattened.lookups > spf::limits::lookups ||
      flattened.records.size() > most_parts + 1) {
    return std::nullopt;
  }
  auto proposal = Proposal::of(
      flattened.records.front().text,
      {fmt::format("write out what takes look-ups as the networks it leads to today: repeat that "
                   "(`hardfail spf flatten {}`) when a provider changes its own",
                   flattened.domain.text())});
  for (std::size_t i = 1; i < flattened.records.size(); ++i) {
    proposal.subordinates.push_back({flattened.records[i].name, flattened.records[i].text});
  }
  return proposal;
}

}  // namespace hardfail::analysis
