#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <span>
#include <string>

#include "hardfail/ledger/holding.hpp"
#include "hardfail/render/format.hpp"

namespace hardfail::render {

/// The list in the order given. JSON by schema hardfail.domains/1.
[[nodiscard]] std::string present(std::span<const ledger::HeldDomain> domains, Format format,
                                  const Page& page);

}  // namespace hardfail::render
