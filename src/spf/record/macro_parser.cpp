#include "record/macro_parser.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "hardfail/util/text.hpp"

namespace hardfail::spf {
namespace {

constexpr std::string_view letters = "slodiphvcrt";
constexpr std::string_view explanation_letters = "crt";
constexpr std::string_view delimiters = ".-+,/_=";

/// The number of right-hand parts to keep. More than any value has means all.
unsigned to_count(std::string_view digits) {
  constexpr std::uint64_t more_than_any = 65535;
  const auto value = parse_unsigned(digits);
  return static_cast<unsigned>(std::min(value.value_or(more_than_any), more_than_any));
}

/// macro-expand = "%{" macro-letter transformers *delimiter "}"
/// transformers = *DIGIT [ "r" ]
///
/// `body` is what stands between the braces.
Expected<Macro, Problem> parse_macro(std::string_view body, MacroPlace place) {
  Macro macro;
  macro.letter = body.empty() ? '\0' : to_lower(body.front());
  if (body.empty() || letters.find(macro.letter) == std::string_view::npos) {
    return problem(0, fmt::format("%{{{}}} is not a macro", printable(body)));
  }
  if (place != MacroPlace::explanation &&
      explanation_letters.find(macro.letter) != std::string_view::npos) {
    return problem(0, fmt::format("%{{{}}} is allowed only in the text of an explanation", body));
  }
  macro.url_escape = body.front() != macro.letter;

  std::size_t at = 1;
  while (at < body.size() && is_digit(body[at])) ++at;
  if (at > 1) {
    macro.keep = to_count(body.substr(1, at - 1));
    if (macro.keep == 0) return problem(1, "a macro cannot keep 0 parts");
  }
  if (at < body.size() && to_lower(body[at]) == 'r') {
    macro.reverse = true;
    ++at;
  }
  const auto given = body.substr(at);
  const auto stray = given.find_first_not_of(delimiters);
  if (stray != std::string_view::npos) {
    return problem(at + stray, fmt::format("\"{}\" is not a valid delimiter in a macro",
                                           printable(given.substr(stray, 1))));
  }
  if (!given.empty()) macro.delimiters = given;
  return macro;
}

/// toplabel = ( *alphanum ALPHA *alphanum ) / ( 1*alphanum "-" *( alphanum / "-" ) alphanum )
bool is_toplabel(std::string_view label) {
  const auto is_alnum = [](char c) { return is_alpha(c) || is_digit(c); };
  if (label.empty() || !is_alnum(label.front()) || !is_alnum(label.back())) return false;
  const auto fits = [&](char c) { return is_alnum(c) || c == '-'; };
  return std::ranges::all_of(label, fits) && !std::ranges::all_of(label, is_digit);
}

/// domain-spec = macro-string domain-end
/// domain-end  = ( "." toplabel [ "." ] ) / macro-expand
///
/// `tail` is what follows the last macro-expand.
bool is_domain_end(std::string_view tail) {
  if (tail.ends_with('.')) tail.remove_suffix(1);
  const auto dot = tail.rfind('.');
  return dot != std::string_view::npos && is_toplabel(tail.substr(dot + 1));
}

class MacroParser {
 public:
  MacroParser(std::string_view text, MacroPlace place) : m_text(text), m_place(place) {}

  Expected<MacroString, Problem> parse() {
    m_result.text = m_text;
    while (m_at < m_text.size()) {
      const auto taken = m_text[m_at] == '%' ? take_escape() : take_literal();
      if (!taken) return Unexpected(taken.error());
    }
    if (m_place == MacroPlace::domain_spec) {
      const auto tail = m_text.substr(m_tail);
      if (m_text.empty()) return problem(0, "a domain name is missing");
      if ((m_tail == 0 || !tail.empty()) && !is_domain_end(tail)) {
        return problem(0, fmt::format("\"{}\" is not a domain name of at least two labels",
                                      printable(m_text)));
      }
    }
    return std::move(m_result);
  }

 private:
  using Taken = Expected<std::monostate, Problem>;

  void add(std::string_view literal) {
    auto& pieces = m_result.pieces;
    if (pieces.empty() || !std::holds_alternative<std::string>(pieces.back())) {
      pieces.emplace_back(std::string());
    }
    std::get<std::string>(pieces.back()) += literal;
  }

  /// macro-literal = %x21-24 / %x26-7E; an explanation may hold spaces too.
  Taken take_literal() {
    const char c = m_text[m_at];
    const bool visible = c > ' ' && c < '\x7f';
    if (!visible && !(c == ' ' && m_place == MacroPlace::explanation)) {
      return problem(m_at, fmt::format("the character \"{}\" is not allowed",
                                       printable(m_text.substr(m_at, 1))));
    }
    add(m_text.substr(m_at, 1));
    ++m_at;
    return {};
  }

  /// macro-expand, "%%", "%_" and "%-" included.
  Taken take_escape() {
    const char next = m_at + 1 < m_text.size() ? m_text[m_at + 1] : '\0';
    if (next == '{') return take_macro();
    if (next == '%') {
      add("%");
    } else if (next == '_') {
      add(" ");
    } else if (next == '-') {
      add("%20");
    } else {
      return problem(m_at, "a % must be followed by {, %, _ or -");
    }
    m_at += 2;
    m_tail = m_at;
    return {};
  }

  Taken take_macro() {
    const auto close = m_text.find('}', m_at);
    if (close == std::string_view::npos) return problem(m_at, "a macro has no closing }");
    auto macro = parse_macro(m_text.substr(m_at + 2, close - m_at - 2), m_place);
    if (!macro) return problem(m_at + 2 + macro.error().offset, std::move(macro.error().text));
    m_result.pieces.emplace_back(*std::move(macro));
    m_at = close + 1;
    m_tail = m_at;
    return {};
  }

  std::string_view m_text;
  MacroPlace m_place;
  std::size_t m_at = 0;
  std::size_t m_tail = 0;  // after the last macro-expand
  MacroString m_result;
};

}  // namespace

bool MacroString::is_static() const noexcept {
  return std::ranges::all_of(pieces, [](const auto& piece) {
    const Macro* macro = std::get_if<Macro>(&piece);
    return macro == nullptr || macro->letter == 'd';
  });
}

Expected<MacroString, Problem> parse_macro_string(std::string_view text, MacroPlace place) {
  return MacroParser(text, place).parse();
}

}  // namespace hardfail::spf
