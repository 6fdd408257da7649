#include "page/record_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "hardfail/util/count.hpp"
#include "page/record_diff.hpp"
#include "spf_json.hpp"

namespace hardfail::render {
namespace {

using analysis::Assessment;

constexpr std::size_t most_terms = 200;  // of the include tree
constexpr unsigned deepest = 10;         // that the style indents
constexpr std::size_t most_changes = 50;

/// Texts as the items of a list; an empty list leaves its section out.
void add_items(const std::string& name, const std::vector<std::string>& texts, Fields& page) {
  std::vector<Fields> items;
  items.reserve(texts.size());
  for (const auto& text : texts) items.push_back(Fields().text("text", text));
  page.text(name, "");
  if (!items.empty()) page.once(name, Fields().each("items", items));
}

Fields term_fields(const DiffTerm& term) {
  const auto only = [&](DiffTerm::Kind kind) {
    return term.kind == kind ? term.text : std::string_view();
  };
  return Fields()
      .text("added", only(DiffTerm::Kind::added))
      .text("removed", only(DiffTerm::Kind::removed))
      .text("kept", only(DiffTerm::Kind::kept));
}

/// A record to publish. `today` is empty where the name has none.
Fields record_fields(std::string_view label, std::string_view name, std::string_view record,
                     std::string_view today) {
  Fields fields;
  fields.text("label", label).text("name", name).text("record", record).text("diff", "");
  if (today.empty()) return fields;
  std::vector<Fields> terms;
  for (const auto& term : record_diff(today, record)) terms.push_back(term_fields(term));
  return fields.once("diff", Fields().each("terms", terms));
}

std::string_view record_of(const spf::Survey& survey, const DomainName& name) {
  const auto found = survey.records.find(name);
  return found == survey.records.end() ? std::string_view() : found->second;
}

std::string tried_text(const analysis::Proposal& proposal) {
  auto text =
      fmt::format("Tried against every address seen: it takes {} of 10 look-ups", proposal.lookups);
  if (proposal.now_listed + proposal.still_missing > 0) {
    text += fmt::format(", lists {} of {}", grouped(proposal.now_listed),
                        counted(proposal.now_listed + proposal.still_missing, "missing address",
                                "missing addresses"));
  }
  if (proposal.restored > 0) {
    text += fmt::format(", lets {} pass again",
                        counted(proposal.restored, "listed address", "listed addresses"));
  }
  return text + (proposal.strangers_let_in == 0
                     ? " and lets in nobody else."
                     : fmt::format(" and lets in {} that it should not.",
                                   counted(proposal.strangers_let_in, "address", "addresses")));
}

std::vector<std::string> changes_of(const analysis::Proposal& proposal) {
  auto changes = proposal.changes;
  if (changes.size() > most_changes) {
    const auto more = changes.size() - most_changes;
    changes.resize(most_changes);
    changes.push_back(fmt::format("… and {} more", grouped(more)));
  }
  return changes;
}

std::string lookups_text(const spf::Survey& survey) {
  auto text = fmt::format("The record takes {} of 10 look-ups", survey.lookups);
  if (survey.void_lookups > 0) {
    text += fmt::format(", {} of them without an answer", survey.void_lookups);
  }
  return text + '.';
}

Fields tree_of(const spf::Survey& survey) {
  std::vector<Fields> terms;
  for (std::size_t i = 0; i < std::min(survey.terms.size(), most_terms); ++i) {
    const auto& term = survey.terms[i];
    terms.push_back(Fields()
                        .text("depth", std::to_string(std::min(term.depth, deepest)))
                        .text("term", term.term)
                        .text("lookups", std::to_string(term.lookups))
                        .text("voids", std::to_string(term.void_lookups))
                        .text("leads_to", term.leads_to));
  }
  const auto more = survey.terms.size() - terms.size();
  return Fields()
      .each("terms", terms)
      .text("rest", more == 0 ? ""
                              : fmt::format("… and {} more: hardfail spf audit {}", grouped(more),
                                            survey.own.domain.text()));
}

std::string dmarc_text(const dmarc::Policy& policy) {
  if (!policy.record) {
    return policy.dns_failed ? "The DNS did not say whether there is a policy."
                             : "No policy was found. Without one, nothing asks receivers to hold "
                               "back mail that forges the From line.";
  }
  if (policy.record->testing) {
    return "The policy is being tried out (t=y): receivers are asked for one step less than it "
           "says.";
  }
  switch (policy.action) {
    case dmarc::Action::none:
      return "The policy p=none asks receivers for nothing but reports.";
    case dmarc::Action::quarantine:
      return "The policy asks receivers to treat mail that passes neither SPF nor DKIM in the "
             "domain’s name as suspicious: it lands in the junk folder.";
    case dmarc::Action::reject:
      return "The policy asks receivers to refuse mail that passes neither SPF nor DKIM in the "
             "domain’s name. Where they heed it, -all adds little.";
  }
  return {};
}

}  // namespace

void add_todo(const Assessment& assessment, Fields& page) {
  std::vector<std::string> steps;
  for (const auto& step : assessment.verdict.steps) steps.push_back(step.text);
  add_items("steps", steps, page);
  std::vector<Fields> records;
  std::vector<std::string> notes;
  std::vector<std::string> changes;
  if (assessment.unlisted) notes.push_back(assessment.unlisted->text);
  if (const auto& proposal = assessment.proposal) {
    notes.push_back(tried_text(*proposal));
    changes = changes_of(*proposal);
    for (const auto& [name, text] : proposal->subordinates) {
      records.push_back(record_fields("Publish first, as the TXT record of", name.text(), text,
                                      record_of(assessment.spf, name)));
    }
    const auto& texts = assessment.spf.own.texts;
    records.push_back(record_fields(
        proposal->subordinates.empty() ? "Publish as the TXT record of"
                                       : "Publish then, as the TXT record of",
        assessment.domain.text(), proposal->record, texts.empty() ? "" : texts.front()));
  }
  page.each("records", records);
  page.text("compared", assessment.what_if ? "the record you gave" : "today’s record")
      .text("record_title",
            assessment.what_if ? "The SPF record you gave" : "The SPF record today");
  add_items("record_notes", notes, page);
  add_items("record_changes", changes, page);
}

void add_spf(const spf::Survey& survey, Fields& page) {
  std::vector<Fields> published;
  for (const auto& text : survey.own.texts) published.push_back(Fields().text("record", text));
  std::vector<Fields> findings;
  for (const auto& finding : survey.findings) {
    findings.push_back(Fields()
                           .text("severity", name_of(finding.severity))
                           .text("text", finding.text)
                           .text("fix", finding.fix));
  }
  page.each("published", published)
      .text("no_record",
            fmt::format("There is no usable record ({}).", spf::name_of(survey.status)))
      .text("lookups", lookups_text(survey))
      .text("findings", "")
      .text("tree", "");
  if (!findings.empty()) page.once("findings", Fields().each("items", findings));
  if (!survey.terms.empty()) page.once("tree", tree_of(survey));
}

void add_dmarc(const dmarc::Policy& policy, Fields& page) {
  page.text("policy", "").text("dmarc", dmarc_text(policy));
  auto notes = policy.problems;
  if (policy.record) {
    notes.insert(notes.end(), policy.record->notes.begin(), policy.record->notes.end());
    page.once("policy", Fields()
                            .text("record", policy.record->text)
                            .text("found_at", policy.found_at ? fmt::format("At _dmarc.{}",
                                                                            policy.found_at->text())
                                                              : ""));
  }
  add_items("dmarc_notes", notes, page);
}

}  // namespace hardfail::render
