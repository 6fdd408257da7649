#pragma once

#include <filesystem>
#include <system_error>

namespace hardfail::cli {

/// Moves a file into a directory under its own name, or name.2, name.3, ... where that is taken.
/// Nothing is overwritten, even if another process takes the name in the meantime. Between file
/// systems, the copy is on the disk before the original is removed. Returns what went wrong.
[[nodiscard]] std::error_code move_into(const std::filesystem::path& directory,
                                        const std::filesystem::path& file);

/// Renames within a file system; file_exists where the new name is taken.
[[nodiscard]] std::error_code rename_to_free(const std::filesystem::path& file,
                                             const std::filesystem::path& name);

/// The same in two steps, for file systems that cannot do it in one: takes the name with an empty
/// file, then renames over that.
[[nodiscard]] std::error_code rename_over_placeholder(const std::filesystem::path& file,
                                                      const std::filesystem::path& name);

}  // namespace hardfail::cli
