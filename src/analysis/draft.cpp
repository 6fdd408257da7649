#include "draft.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <variant>

#include "hardfail/spf/listening.hpp"

namespace hardfail::analysis {

using spf::Record;

std::string Draft::text() const {
  std::string text(spf::version_section);
  for (const auto& term : terms) text += ' ' + term;
  if (!end.empty()) text += ' ' + end;
  for (const auto& modifier : modifiers) text += ' ' + modifier;
  return text;
}

void Draft::add_term(std::string term) {
  if (std::ranges::find(terms, term) != terms.end()) return;
  changes.push_back("add " + term);
  auto place = terms.end();
  if (term.starts_with("ip")) {
    place = std::ranges::find_if(
        terms, [](const std::string& each) { return each.find('%') != std::string::npos; });
  }
  if (!terms.empty() && place == terms.end() && spf::is_listening_term(terms.back())) --place;
  terms.insert(place, std::move(term));
}

void Draft::end_in(std::string_view all) {
  if (end == all) return;
  changes.push_back(end.empty() ? fmt::format("end the record in {}", all)
                                : fmt::format("change {} to {}", end, all));
  end = all;
  for (auto& term : terms) {
    if (!spf::is_listening_term(term)) continue;
    const auto changed = all.front() + term.substr(term.find('e'));
    if (changed == term) continue;
    changes.push_back(fmt::format("change {} to {}", term, changed));
    term = changed;
  }
}

Draft draft_of(const Record& record) {
  Draft draft;
  for (const auto& directive : record.directives) {
    const std::string term(record.text_of(directive.where));
    if (!draft.end.empty()) {
      draft.changes.push_back(
          fmt::format("remove {}: it comes after `all` and is never evaluated", term));
    } else if (std::holds_alternative<spf::All>(directive.mechanism)) {
      draft.end = term;
    } else {
      draft.terms.push_back(term);
    }
  }
  if (record.redirect) {
    const std::string redirect(record.text_of(record.redirect->where));
    if (draft.end.empty()) {
      draft.end = redirect;
    } else {
      draft.changes.push_back(fmt::format("remove {}: `all` makes it ineffective", redirect));
    }
  }
  if (record.exp) draft.modifiers.emplace_back(record.text_of(record.exp->where));
  for (const auto& modifier : record.unknown_modifiers) {
    draft.modifiers.emplace_back(record.text_of(modifier.where));
  }
  return draft;
}

Draft hardened(Draft draft, const Record& record) {
  const bool redirects = record.redirect && record.all() == nullptr;
  if (redirects) {
    const std::string include = "include:" + record.redirect->value.text;
    draft.changes.push_back(fmt::format("change {} to {}", draft.end, include));
    draft.terms.push_back(include);
    draft.end.clear();
  }
  draft.end_in("-all");
  return draft;
}

std::optional<Draft> merged(const std::vector<std::string>& texts) {
  Draft merged;
  for (const auto& text : texts) {
    const auto record = spf::parse_record(text);
    if (!record || record->redirect) return std::nullopt;
    for (const auto& term : draft_of(*record).terms) {
      if (std::ranges::find(merged.terms, term) == merged.terms.end()) merged.terms.push_back(term);
    }
  }
  merged.changes.push_back(fmt::format("merge the {} records into one", texts.size()));
  merged.end = "~all";
  return merged;
}

}  // namespace hardfail::analysis
