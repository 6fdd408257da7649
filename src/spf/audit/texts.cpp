#include "audit/texts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "hardfail/util/text.hpp"
#include "lookup/answer_size.hpp"
#include "tree/almost_records.hpp"

namespace hardfail::spf {
namespace {

constexpr std::size_t longest_string = 255;

/// The place of the term, in a record's text, that `offset` is in.
Span term_span(std::string_view text, std::size_t offset) {
  const auto before = text.substr(0, offset).rfind(' ');
  const auto begin = before == std::string_view::npos ? 0 : before + 1;
  return {begin, std::min(text.find(' ', begin), text.size()) - begin};
}

/// Character-strings are joined without a blank (RFC 7208, section 3.3), which glues terms together
/// that were meant to be apart: the second string begins with a term of its own. A string of full
/// length is cut wherever it is full.
void find_glued_terms(const Node& node, const dns::Answer& answer, FindingLog& findings) {
  for (const auto& strings : answer.all<dns::CharacterStrings>()) {
    const auto text = fmt::format("{}", fmt::join(strings, ""));
    if (!is_record(text) || strings.size() < 2) continue;
    std::size_t offset = 0;
    for (std::size_t i = 0; i + 1 < strings.size(); ++i) {
      offset += strings[i].size();
      const auto& before = strings[i];
      const auto& after = strings[i + 1];
      if (before.empty() || after.empty() || before.size() == longest_string) continue;
      const auto word = after.substr(0, after.find(' '));
      const bool apart = before.ends_with(' ') || word.empty();
      if (apart || !parse_record(fmt::format("{} {}", version_section, word))) continue;
      if (!findings.wants("glued_strings")) return;
      const auto where = term_span(text, offset);
      findings.add(finding(
          Severity::warning, "glued_strings",
          fmt::format(
              "`{}` in the record of {} is made of two strings without a blank between them",
              printable_ascii(std::string_view(text).substr(where.offset, where.length)),
              printable(node.published.domain.text())),
          Place{node.published.domain, text, where, offset}));
    }
  }
}

void find_large_answer(const Node& node, const dns::Answer& answer, FindingLog& findings) {
  const auto size = txt_answer_size(node.published.domain, answer);
  if (size <= plain_message || node.published.texts.empty()) return;
  const bool large = size > usual_message;
  findings.add(finding(large ? Severity::warning : Severity::note,
                       large ? "answer_over_1232" : "answer_over_512",
                       fmt::format("the answer with the TXT records of {} has {} octets",
                                   printable(node.published.domain.text()), size)));
}

void find_type_99(const RecordTree& tree, FindingLog& findings) {
  const auto& domain = tree.nodes.front().published.domain;
  const auto found = tree.answers.find({domain, dns::RecordType::spf});
  if (found == tree.answers.end() || found->second.status != dns::Status::answered) return;
  findings.add(finding(Severity::warning, "type_99",
                       fmt::format("{} publishes a record of the obsolete type SPF (99)",
                                   printable(domain.text()))));
}

}  // namespace

void look_at_texts(const RecordTree& tree, const AuditOptions& options, FindingLog& findings) {
  for (const auto& node : tree.nodes) {
    const auto& answer = tree.answers.at({node.published.domain, dns::RecordType::txt});
    find_glued_terms(node, answer, findings);
    if (!is_own(tree, node)) continue;
    // The survey has told of the domain itself.
    if (node.parent) look_for_almost_records(node.published.domain, answer, findings);
    find_large_answer(node, answer, findings);
  }
  find_type_99(tree, findings);
  if (options.record && options.record->size() > longest_string) {
    findings.add(finding(Severity::note, "long_string",
                         fmt::format("the record has {} octets, and a string of a TXT record "
                                     "holds {}",
                                     options.record->size(), longest_string)));
  }
}

}  // namespace hardfail::spf
