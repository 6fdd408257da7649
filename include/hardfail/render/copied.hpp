#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <string>

#include "hardfail/ledger/copied.hpp"
#include "hardfail/render/format.hpp"

namespace hardfail::render {

/// What has been copied. JSON by schema hardfail.copy/1; CSV and HTML: one row.
[[nodiscard]] std::string present(const ledger::Copied& copied, Format format, const Page& page);

}  // namespace hardfail::render
