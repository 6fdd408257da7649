#pragma once

#include <filesystem>

namespace hardfail::cli {

/// Throws Error (cannot_create) where `path` is a symbolic link that neither this user nor root has
/// made: in a folder that others may write to, it could lead anywhere.
void refuse_foreign_link(const std::filesystem::path& path);

}  // namespace hardfail::cli
