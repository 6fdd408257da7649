#pragma once

#include <string>
#include <string_view>

#include "hardfail/analysis/source.hpp"
#include "text.hpp"

namespace hardfail::render {

/// What a class is called in running text.
[[nodiscard]] std::string_view plain_name(analysis::SourceClass source_class);

[[nodiscard]] Tone tone_of(analysis::SourceClass source_class);

/// The host name of a source, "-" where it has none.
[[nodiscard]] std::string host_text(const analysis::Source& source);

}  // namespace hardfail::render
