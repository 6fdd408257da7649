#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <span>
#include <string>

#include "hardfail/ledger/mark.hpp"
#include "hardfail/render/format.hpp"

namespace hardfail::render {

/// The operator's marks on sources of a domain, in the order given. JSON by schema
/// hardfail.marks/1.
[[nodiscard]] std::string present(const DomainName& domain, std::span<const ledger::Mark> marks,
                                  Format format, const Page& page);

}  // namespace hardfail::render
