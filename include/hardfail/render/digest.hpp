#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <span>
#include <string>

#include "hardfail/analysis/digest.hpp"
#include "hardfail/render/format.hpp"

namespace hardfail::render {

/// Periods against those before them: text and HTML for people, domain by domain; JSON by schema
/// hardfail.digest/1, NDJSON a line for each domain; CSV a row for each.
[[nodiscard]] std::string present(std::span<const analysis::Digest> digests, Format format,
                                  const Page& page);

/// What a mail with them is called: ASCII, one line.
[[nodiscard]] std::string headline_of(std::span<const analysis::Digest> digests);

}  // namespace hardfail::render
