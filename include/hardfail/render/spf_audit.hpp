#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <string>

#include "hardfail/render/format.hpp"
#include "hardfail/spf/audit.hpp"
#include "hardfail/spf/flatten.hpp"

namespace hardfail::render {

/// Text with the include tree, the findings with a caret under the term, and the networks; JSON by
/// schema hardfail.spf-audit/1; CSV and HTML have the findings.
[[nodiscard]] std::string present(const spf::Audit& audit, Format format, const Page& page);

/// The networks, each with the terms it comes from; JSON by schema hardfail.spf-addresses/1.
[[nodiscard]] std::string present(const spf::Addresses& addresses, Format format, const Page& page);

/// Text is a master file (RFC 1035, section 5) with comments on what is lost; JSON by schema
/// hardfail.spf-flatten/1.
[[nodiscard]] std::string present(const spf::Flattened& flattened, Format format, const Page& page);

}  // namespace hardfail::render
