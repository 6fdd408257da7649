#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <string>

#include "hardfail/analysis/assessment.hpp"
#include "hardfail/render/format.hpp"

namespace hardfail::render {

/// What a line of an answer about sources stands for.
enum class SourceRows : std::uint8_t { senders, addresses };

struct SourcesView {
  SourceRows rows = SourceRows::senders;
  std::size_t left_out = 0;  ///< rows that the assessment no longer holds; text says so
};

/// Who sends as one domain, class and why of each; missing senders first in text. JSON by schema
/// hardfail.sources/1 has senders and addresses, the other formats a row for each of one kind.
/// NDJSON by schema hardfail.sender/1 or hardfail.source/1.
[[nodiscard]] std::string present_sources(const analysis::Assessment& assessment, Format format,
                                          const Page& page, const SourcesView& view);

/// The only source of an assessment in full. Text: a label and a value a line; the other formats as
/// present_sources() of addresses. Pre: there is one source.
[[nodiscard]] std::string present_source(const analysis::Assessment& assessment, Format format,
                                         const Page& page);

}  // namespace hardfail::render
