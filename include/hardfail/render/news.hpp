#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <string>

#include "hardfail/analysis/news.hpp"
#include "hardfail/render/format.hpp"

namespace hardfail::render {

/// What there is to tell: text and HTML for people, domain by domain; JSON by schema
/// hardfail.news/1, NDJSON a line for each domain; CSV a row for each change.
[[nodiscard]] std::string present(const analysis::News& news, Format format, const Page& page);

/// The same in one line of ASCII without control characters, fit for the subject of a mail.
[[nodiscard]] std::string headline_of(const analysis::News& news);

}  // namespace hardfail::render
