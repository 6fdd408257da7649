#pragma once

#include <filesystem>
#include <optional>
#include <ostream>
#include <string_view>

namespace hardfail::cli {

/// Writes the answer to `file`, or to `out` where none is named. A regular file appears whole or
/// not at all: the text is written beside it and renamed. Throws Error (cannot_create, io).
void deliver(std::string_view text, const std::optional<std::filesystem::path>& file,
             std::ostream& out);

}  // namespace hardfail::cli
