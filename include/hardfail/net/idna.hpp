#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <optional>
#include <string>
#include <string_view>

#include "hardfail/net/domain_name.hpp"

namespace hardfail {

/// As DomainName::parse(), but a name beyond ASCII, in UTF-8, becomes the one that the DNS and mail
/// know it by: its A-labels (UTS 46, non-transitional). nullopt for what IDNA 2008 refuses too.
[[nodiscard]] std::optional<DomainName> parse_international(std::string_view text);

/// The name for people who can read it: with U-labels in place of valid A-labels, in UTF-8. Escape
/// it before it is shown.
[[nodiscard]] std::string to_unicode(const DomainName& name);

}  // namespace hardfail
