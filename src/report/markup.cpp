#include "markup.hpp"

#include "hardfail/util/text.hpp"

namespace hardfail::report {
namespace {

constexpr auto npos = std::string_view::npos;
constexpr Markup unfinished{MarkupKind::unfinished, {}, {}};

/// XML's NameStartChar, all of it beyond ASCII taken in.
bool starts_name(char c) noexcept {
  return is_alpha(c) || c == '_' || c == ':' || static_cast<unsigned char>(c) >= 0x80;
}

bool continues_name(char c) noexcept {
  return starts_name(c) || is_digit(c) || c == '-' || c == '.';
}

Markup stray(std::string_view text) noexcept { return {MarkupKind::stray, text.substr(0, 1), {}}; }

/// Markup that ends with the first `closing` after its first `opening` octets.
Markup enclosed(MarkupKind kind, std::string_view text, std::size_t opening,
                std::string_view closing) noexcept {
  const auto at = text.find(closing, opening);
  if (at == npos) return unfinished;
  return {kind, text.substr(0, at + closing.size()), {}};
}

Markup tag(std::string_view text) noexcept {
  const bool closes = text[1] == '/';
  const std::size_t begin = closes ? 2 : 1;
  if (begin == text.size()) return unfinished;
  if (!starts_name(text[begin])) return stray(text);
  std::size_t end = begin;
  while (end < text.size() && continues_name(text[end])) ++end;
  if (end == text.size()) return unfinished;
  const bool ends_name = is_space(text[end]) || text[end] == '/' || text[end] == '>';
  if (!ends_name) return stray(text);  // as in <user@example.com>

  // Within attribute values `>` is text; `<` is nowhere allowed in a tag, so one shows that this
  // was none.
  char quote = 0;
  char before = 0;
  for (std::size_t at = end; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '<') return stray(text);
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '>') {
      const auto kind = closes          ? MarkupKind::end_tag
                        : before == '/' ? MarkupKind::empty_tag
                                        : MarkupKind::start_tag;
      return {kind, text.substr(0, at + 1), text.substr(begin, end - begin)};
    } else if ((c == '"' || c == '\'') && before == '=') {
      quote = c;
    }
    if (quote == 0 && !is_space(c)) before = c;
  }
  return unfinished;
}

/// The document type with its internal subset, whose declarations are skipped unread.
Markup doctype(std::string_view text) noexcept {
  bool in_subset = false;
  for (std::size_t at = 2; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"' || c == '\'') {
      at = text.find(c, at + 1);
    } else if (c == '[') {
      in_subset = true;
    } else if (c == ']') {
      in_subset = false;
    } else if (text.substr(at).starts_with("<!--")) {
      at = text.find("-->", at + 4);
    } else if (text.substr(at).starts_with("<?")) {
      at = text.find("?>", at + 2);
    } else if (c == '>' && !in_subset) {
      return {MarkupKind::doctype, text.substr(0, at + 1), {}};
    }
    if (at == npos) return unfinished;
  }
  return unfinished;
}

}  // namespace

std::string_view Markup::local_name() const noexcept { return report::local_name(name); }

std::string_view local_name(std::string_view name) noexcept {
  const auto colon = name.rfind(':');
  return colon == npos ? name : name.substr(colon + 1);
}

Markup next_markup(std::string_view text) noexcept {
  if (text.size() < 2) return unfinished;
  if (text[1] == '?') return enclosed(MarkupKind::instruction, text, 2, "?>");
  if (text[1] != '!') return tag(text);
  const auto opens = [&](std::string_view opening) {
    return text.substr(0, opening.size()) == opening.substr(0, text.size());
  };
  constexpr std::string_view comment = "<!--";
  constexpr std::string_view cdata = "<![CDATA[";
  constexpr std::string_view type = "<!DOCTYPE";
  if (opens(comment)) return enclosed(MarkupKind::comment, text, comment.size(), "-->");
  if (opens(cdata)) return enclosed(MarkupKind::cdata, text, cdata.size(), "]]>");
  if (opens(type)) return doctype(text);
  return stray(text);
}

}  // namespace hardfail::report
