#pragma once

#include <string>
#include <string_view>

#include "hardfail/net/domain_name.hpp"

namespace hardfail::render {

/// The absolute name as a master file has it (RFC 1035, section 5.1); what has a meaning there and
/// what is not printable ASCII is escaped.
[[nodiscard]] std::string zone_name(const DomainName& name);

/// A TXT record as a line of a master file (RFC 1035, section 5.1), without a newline: the name
/// absolute, no TTL, the text in strings of at most 255 octets. What has a meaning there and what
/// is not printable ASCII is escaped.
[[nodiscard]] std::string txt_record(const DomainName& name, std::string_view text);

/// A comment, on one line whatever is in it.
[[nodiscard]] std::string zone_comment(std::string_view text);

}  // namespace hardfail::render
