#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <string>

#include "hardfail/ledger/forgetting.hpp"
#include "hardfail/render/format.hpp"

namespace hardfail::render {

enum class Deed : std::uint8_t { done, trial };

/// What has been deleted, or would be. JSON by schema hardfail.forget/1; CSV and HTML: one row.
[[nodiscard]] std::string present(const ledger::Forgotten& forgotten, Deed deed, Format format,
                                  const Page& page);

}  // namespace hardfail::render
