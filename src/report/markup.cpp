#include "markup.hpp"

#include <array>
#include <cassert>
#include <cstddef>

#include "hardfail/util/text.hpp"

namespace hardfail::report {
namespace {

constexpr Markup unfinished{MarkupKind::unfinished, {}, {}};

enum class NameRole : std::uint8_t { none, continues, starts };

/// XML's NameStartChar and NameChar, all beyond ASCII taken for the former. A table, because every
/// octet of every tag is looked up.
constexpr auto name_roles = [] {
  std::array<NameRole, 256> roles{};
  for (std::size_t c = 0; c < roles.size(); ++c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
    const bool digit = c >= '0' && c <= '9';
    if (letter || c == '_' || c == ':') {
      roles[c] = NameRole::starts;
    } else if (digit || c == '-' || c == '.') {
      roles[c] = NameRole::continues;
    }
  }
  return roles;
}();

NameRole name_role(char c) noexcept { return name_roles[static_cast<unsigned char>(c)]; }

Markup stray(std::string_view text) noexcept { return {MarkupKind::stray, text.substr(0, 1), {}}; }

/// Markup that ends with the first `closing` after its first `opening` octets.
Markup enclosed(MarkupKind kind, std::string_view text, std::size_t opening,
                std::string_view closing) noexcept {
  const auto at = text.find(closing, opening);
  if (at == std::string_view::npos) return unfinished;
  return {kind, text.substr(0, at + closing.size()), {}};
}

/// A processing instruction (XML 1.0, section 2.6), whose name a blank or its end follows. The
/// declaration holds no `<`, so one shows that its end is damaged.
Markup instruction(std::string_view text) noexcept {
  std::size_t end = 2;
  while (end < text.size() && name_role(text[end]) != NameRole::none) ++end;
  if (end == text.size()) return unfinished;
  if (end == 2 || (!is_space(text[end]) && text[end] != '?')) return stray(text);
  const auto markup = enclosed(MarkupKind::instruction, text, end, "?>");
  const auto inside = markup.kind == MarkupKind::unfinished ? text : markup.text;
  const bool declares = text.substr(2, end - 2) == "xml";
  return declares && inside.find('<', end) != std::string_view::npos ? stray(text) : markup;
}

Markup tag(std::string_view text) noexcept {
  const bool closes = text[1] == '/';
  const std::size_t begin = closes ? 2 : 1;
  if (begin == text.size()) return unfinished;
  if (name_role(text[begin]) != NameRole::starts) return stray(text);
  std::size_t end = begin;
  while (end < text.size() && name_role(text[end]) != NameRole::none) ++end;
  if (end == text.size()) return unfinished;
  const auto name = text.substr(begin, end - begin);
  if (text[end] == '>') {
    return {closes ? MarkupKind::end_tag : MarkupKind::start_tag, text.substr(0, end + 1), name};
  }
  const bool ends_name = is_space(text[end]) || text[end] == '/';
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
      return {kind, text.substr(0, at + 1), name};
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
    if (at == std::string_view::npos) return unfinished;
  }
  return unfinished;
}

}  // namespace

Markup next_markup(std::string_view text) noexcept {
  assert(text.starts_with('<'));
  if (text.size() < 2) return unfinished;
  if (text[1] == '?') return instruction(text);
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

std::string with_lower_names(std::string_view xml) {
  std::string text(xml);
  for (auto at = text.find('<'); at != std::string_view::npos; at = text.find('<', at)) {
    ++at;
    if (at < text.size() && text[at] == '/') ++at;
    for (; at < text.size() && name_role(text[at]) != NameRole::none; ++at) {
      text[at] = to_lower(text[at]);
    }
  }
  return text;
}

}  // namespace hardfail::report
