#pragma once

#include <string>
#include <string_view>

namespace hardfail::report {

/// `xml` with its tags made to match, for text that no XML parser accepts: a `<` that begins no
/// markup is escaped, elements left open are closed, ends without a beginning and attributes are
/// dropped. What cannot be meant as a report (elements nested more than 100 deep) gives "".
[[nodiscard]] std::string repair_xml(std::string_view xml);

}  // namespace hardfail::report
