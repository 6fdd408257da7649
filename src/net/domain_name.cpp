#include "hardfail/net/domain_name.hpp"

#include "hardfail/util/text.hpp"

namespace hardfail {

std::optional<DomainName> DomainName::parse(std::string_view text) {
  constexpr std::size_t longest_name = 253;
  constexpr std::size_t longest_label = 63;
  if (text.ends_with('.')) text.remove_suffix(1);
  if (text.empty() || text.size() > longest_name) return std::nullopt;

  std::size_t label = 0;
  for (const char c : text) {
    if (c == '.') {
      if (label == 0) return std::nullopt;
      label = 0;
    } else if (++label > longest_label) {
      return std::nullopt;
    }
  }
  if (label == 0) return std::nullopt;
  return DomainName(to_lower(text));
}

std::vector<std::string_view> DomainName::labels() const { return split(m_text, '.'); }

std::optional<DomainName> DomainName::parent() const {
  const auto dot = m_text.find('.');
  if (dot == std::string::npos) return std::nullopt;
  return DomainName(m_text.substr(dot + 1));
}

std::optional<DomainName> DomainName::child(std::string_view label) const {
  return parse(std::string(label) + '.' + m_text);
}

bool DomainName::is_at_or_below(const DomainName& ancestor) const noexcept {
  if (!m_text.ends_with(ancestor.m_text)) return false;
  if (m_text.size() == ancestor.m_text.size()) return true;
  return m_text[m_text.size() - ancestor.m_text.size() - 1] == '.';
}

}  // namespace hardfail
