#include "hardfail/spf/record.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <utility>

#include "hardfail/util/text.hpp"
#include "record/slip.hpp"
#include "record/term_parser.hpp"

namespace hardfail::spf {
namespace {

class RecordParser {
 public:
  explicit RecordParser(std::string_view text) { m_record.text = text; }

  // record = version terms *SP, terms = *( 1*SP ( directive / modifier ) ). Blanks of other kinds
  // are characters of a term, and refused there.
  Expected<Record, std::vector<SyntaxError>> parse() {
    for (auto where = term_after(version_section.size()); where.length > 0;) {
      auto next = term_after(where.offset + where.length);
      auto term = parse_term(m_record.text_of(where));
      if (term) {
        std::visit([&](auto& parsed) { take(std::move(parsed), where); }, *term);
      } else if (note_error(where, next, std::move(term.error()))) {
        next = term_after(next.offset + next.length);
      }
      where = next;
    }
    if (!m_errors.empty()) return Unexpected(std::move(m_errors));
    return std::move(m_record);
  }

 private:
  /// The first term from `at` on; empty at the end of the record.
  [[nodiscard]] Span term_after(std::size_t at) const {
    const auto begin = std::min(m_record.text.find_first_not_of(' ', at), m_record.text.size());
    return {begin, std::min(m_record.text.find(' ', begin), m_record.text.size()) - begin};
  }

  void take(Directive directive, Span where) {
    directive.where = where;
    m_record.directives.push_back(std::move(directive));
  }

  void take(Modifier modifier, Span where) {
    modifier.where = where;
    const bool redirect = iequals(modifier.name, "redirect");
    if (!redirect && !iequals(modifier.name, "exp")) {
      m_record.unknown_modifiers.push_back(std::move(modifier));
      return;
    }
    auto& place = redirect ? m_record.redirect : m_record.exp;
    if (place) {
      m_errors.push_back({where, where.offset,
                          fmt::format("`{}=` may appear only once", to_lower(modifier.name)),
                          "keep one of the two"});
    } else {
      place = std::move(modifier);
    }
  }

  /// True where the error takes in the next term too: a blank too many has cut one in two.
  bool note_error(Span where, Span next, Problem problem) {
    const auto slip = slip_in(m_record.text_of(where), m_record.text_of(next));
    if (!slip) {
      m_errors.push_back({where, where.offset + problem.offset, std::move(problem.text), {}});
      return false;
    }
    if (slip->joins_next) where.length = next.offset + next.length - where.offset;
    m_errors.push_back({where, where.offset + slip->offset, slip->text, slip->fix});
    return slip->joins_next;
  }

  Record m_record;
  std::vector<SyntaxError> m_errors;
};

}  // namespace

const Directive* Record::all() const {
  const auto found = std::ranges::find_if(directives, [](const Directive& directive) {
    return std::holds_alternative<All>(directive.mechanism);
  });
  return found == directives.end() ? nullptr : &*found;
}

bool is_record(std::string_view txt) noexcept {
  return iequals(txt.substr(0, version_section.size()), version_section) &&
         (txt.size() == version_section.size() || txt[version_section.size()] == ' ');
}

std::optional<DomainName> include_target(std::string_view term) {
  constexpr std::string_view mechanism = "include:";
  if (!iequals(term.substr(0, mechanism.size()), mechanism)) return std::nullopt;
  const auto target = term.substr(mechanism.size());
  return target.find('%') == std::string_view::npos ? DomainName::parse(target) : std::nullopt;
}

Expected<Record, std::vector<SyntaxError>> parse_record(std::string_view text) {
  assert(is_record(text));
  return RecordParser(text).parse();
}

}  // namespace hardfail::spf
