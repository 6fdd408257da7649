#include "xml_tree.hpp"

#include "hardfail/util/text.hpp"
#include "markup.hpp"
#include "xml_repair.hpp"

namespace hardfail::report {
namespace {

// Character references are resolved; a document type, and so every entity of its own, is not read.
constexpr unsigned how_to_parse =
    pugi::parse_cdata | pugi::parse_escapes | pugi::parse_embed_pcdata;

}  // namespace

pugi::xml_node XmlTree::read(std::string_view xml) {
  m_text = xml;
  const auto parse = [this] {
    return m_document.load_buffer_inplace(m_text.data(), m_text.size(), how_to_parse,
                                          pugi::encoding_utf8);
  };
  if (!parse()) {
    m_log.note("not-well-formed", "XML that is not well-formed is read as far as it is plain");
    m_text = repair_xml(xml);
    if (!parse()) return {};
  }
  return m_document.document_element();
}

std::string_view name_of(pugi::xml_node element) noexcept { return local_name(element.name()); }

void note_capitals(WarningLog& log) {
  log.note("element-name", "element names in capital letters are read as lower case");
}

std::string_view text_of(pugi::xml_node element, std::string& scratch) {
  if (!element.first_child()) return trim(element.value());
  scratch = element.value();
  for (const auto child : element.children()) {
    const bool is_text = child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata;
    if (is_text) scratch += child.value();
  }
  return trim(scratch);
}

}  // namespace hardfail::report
