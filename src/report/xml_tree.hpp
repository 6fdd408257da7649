#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "warning_log.hpp"

namespace hardfail::report {

/// A piece of XML as a tree, its buffers used again for the next piece. A piece that is not well
/// formed is repaired, and that noted.
class XmlTree {
 public:
  explicit XmlTree(WarningLog& log) : m_log(log) {}

  /// The outermost element of `xml`; null where it cannot be read. Valid until the next call.
  [[nodiscard]] pugi::xml_node read(std::string_view xml);

 private:
  WarningLog& m_log;
  std::string m_text;  ///< the tree's names and texts live here
  pugi::xml_document m_document;
};

/// The element's name without its prefix.
[[nodiscard]] std::string_view name_of(pugi::xml_node element) noexcept;

/// Notes that names in capital letters were read as lower case.
void note_capitals(WarningLog& log);

/// The text right within an element, without blanks at either end, comments and the text of inner
/// elements. A view into the tree, or into `scratch` where the text is in several pieces.
[[nodiscard]] std::string_view text_of(pugi::xml_node element, std::string& scratch);

}  // namespace hardfail::report
