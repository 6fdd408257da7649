#pragma once

#include <filesystem>
#include <span>

#include "commands/command.hpp"
#include "options/import_options.hpp"

namespace hardfail::cli {

/// Takes from the process, for good, all that an import of `paths` does not need: of the places
/// that it may write to, the folder of the database, of the answer and of where files are moved are
/// left, and that of the files if they are moved or deleted; and the network for a database on a
/// server. Says with --verbose what the kernel
/// cannot take. Called once the database is open and before anything is read.
void confine_import(const Invocation& invocation, const ImportOptions& options,
                    std::span<const std::filesystem::path> paths);

}  // namespace hardfail::cli
