#pragma once

#include <string>

#include "hardfail/analysis/source.hpp"
#include "hardfail/ledger/standing.hpp"
#include "text.hpp"

namespace hardfail::render {

[[nodiscard]] Tone tone_of(ledger::Standing standing);

/// The name of a source's host, else its autonomous system; "-" where neither is known.
[[nodiscard]] std::string host_text(const analysis::Source& source);

}  // namespace hardfail::render
