#include "evaluation/evaluation.hpp"
#include "record/macro_parser.hpp"

namespace hardfail::spf {

// Explanations, section 6.2.

/// The text that the record's `exp` leads to; the default where there is none to use.
Or<MacroString> Evaluation::explanation_text(const Term& term) {
  const auto fallback = [&] {
    const auto& text = m_options.default_explanation;
    return parse_macro_string(text, MacroPlace::explanation).value_or(MacroString{text, {text}});
  };
  const auto& modifier = term.frame.record.exp;
  if (!modifier) return fallback();
  const auto name = target(term, modifier->value);
  if (!name) return Unexpected(name.error());
  if (!*name) return fallback();
  const auto answer = ask(term, dns::Question{**name, dns::RecordType::txt});
  if (!answer) return Unexpected(answer.error());
  const auto records = answer->all<dns::CharacterStrings>();
  if (records.size() != 1) return fallback();
  const auto text = fmt::format("{}", fmt::join(records.front(), ""));
  auto parsed = parse_macro_string(text, MacroPlace::explanation);
  return parsed ? *std::move(parsed) : fallback();
}

/// The explanation of a fail; nullopt where there is none, or it needs what is not known.
Or<std::optional<std::string>> Evaluation::explanation() {
  Term term{*m_decider, {}, Trace::nowhere, Cost::free};
  if (const auto& exp = term.frame.record.exp) {
    term.where = exp->where;
    term.step = open_step(term.frame, term.where);
  }
  const auto text = explanation_text(term);
  auto explained = text ? expanded(term, *text) : Or<std::string>(Unexpected(text.error()));
  const auto shown = explained ? printable(*explained) : std::string();
  explained = closed(term.step, std::move(explained), shown);
  if (explained) return explained->empty() ? std::nullopt : std::optional(*std::move(explained));
  if (explained.error().why == Stop::Why::pending) return Unexpected(explained.error());
  return std::nullopt;
}

}  // namespace hardfail::spf
