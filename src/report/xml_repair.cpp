#include "xml_repair.hpp"

#include <algorithm>
#include <vector>

#include "hardfail/util/text.hpp"
#include "markup.hpp"

namespace hardfail::report {
namespace {

constexpr std::size_t deepest = 100;

class Repair {
 public:
  explicit Repair(std::size_t octets) { m_xml.reserve(octets + octets / 8); }

  void text(std::string_view octets) { m_xml.append(octets); }

  /// Returns false past the depth that can be meant.
  [[nodiscard]] bool markup(const Markup& markup) {
    switch (markup.kind) {
      case MarkupKind::start_tag:
        if (m_open.size() == deepest) return false;
        m_open.push_back(markup.name);
        tag("<", markup.name, ">");
        break;
      case MarkupKind::empty_tag:
        tag("<", markup.name, "/>");
        break;
      case MarkupKind::end_tag:
        close(markup.name);
        break;
      case MarkupKind::cdata:
        m_xml.append(markup.text);
        break;
      case MarkupKind::comment:
      case MarkupKind::instruction:
      case MarkupKind::doctype:
        break;
      case MarkupKind::stray:
      case MarkupKind::unfinished:
        m_xml.append("&lt;");
        break;
    }
    return true;
  }

  [[nodiscard]] std::string finish() {
    while (!m_open.empty()) close(m_open.back());
    return std::move(m_xml);
  }

 private:
  void tag(std::string_view opening, std::string_view name, std::string_view closing) {
    m_xml.append(opening).append(name).append(closing);
  }

  void close(std::string_view name) {
    const auto opened = std::find_if(m_open.rbegin(), m_open.rend(),
                                     [&](std::string_view open) { return iequals(open, name); });
    if (opened == m_open.rend()) return;
    const auto depth = static_cast<std::size_t>(m_open.rend() - opened) - 1;
    while (m_open.size() > depth) {
      tag("</", m_open.back(), ">");
      m_open.pop_back();
    }
  }

  std::string m_xml;
  std::vector<std::string_view> m_open;
};

}  // namespace

std::string repair_xml(std::string_view xml) {
  Repair repair(xml.size());
  while (!xml.empty()) {
    const auto opening = std::min(xml.find('<'), xml.size());
    repair.text(xml.substr(0, opening));
    xml.remove_prefix(opening);
    if (xml.empty()) break;
    const auto markup = next_markup(xml);
    if (!repair.markup(markup)) return {};
    xml.remove_prefix(std::max<std::size_t>(markup.text.size(), 1));
  }
  return repair.finish();
}

}  // namespace hardfail::report
