#pragma once

#include <filesystem>
#include <optional>
#include <ostream>
#include <string_view>

namespace hardfail::cli {

/// Writes a file. A regular one appears whole or not at all: the text is written beside it and
/// renamed, with the permissions of the one that it replaces. Throws Error (cannot_create, io).
void write_file(const std::filesystem::path& file, std::string_view text);

/// Writes the answer to `file`, or to `out` where none is named. Throws Error (cannot_create, io).
void deliver(std::string_view text, const std::optional<std::filesystem::path>& file,
             std::ostream& out);

}  // namespace hardfail::cli
