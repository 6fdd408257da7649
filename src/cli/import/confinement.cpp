#include "import/confinement.hpp"

#include <variant>
#include <vector>

#include "options/database.hpp"

namespace hardfail::cli {
namespace {

namespace fs = std::filesystem;

fs::path folder_of(const fs::path& file) {
  return file.has_parent_path() ? file.parent_path() : fs::path(".");
}

std::vector<fs::path> writable(const Invocation& invocation, const Database& database,
                               const ImportOptions& options, std::span<const fs::path> paths) {
  std::vector<fs::path> folders;
  if (const auto* file = std::get_if<fs::path>(&database)) folders.push_back(folder_of(*file));
  if (invocation.global.output) folders.push_back(folder_of(*invocation.global.output));
  if (options.move_to) folders.push_back(*options.move_to);
  if (options.rejected_to) folders.push_back(*options.rejected_to);
  const bool stay = options.imported == Afterwards::stay && !options.rejected_to;
  for (const auto& path : paths) {
    std::error_code unreachable;  // then it cannot be moved either
    if (!stay) folders.push_back(fs::is_directory(path, unreachable) ? path : folder_of(path));
  }
  return folders;
}

}  // namespace

void confine_import(const Invocation& invocation, const ImportOptions& options,
                    std::span<const fs::path> paths) {
  if (!invocation.environment.confine) return;
  const auto database = database_of(invocation.options, invocation.environment);
  const bool is_file = std::holds_alternative<fs::path>(database);
  const auto confined =
      invocation.environment.confine(writable(invocation, database, options, paths),
                                     is_file ? sandbox::Network::none : sandbox::Network::kept);
  if (!confined.from_files) {
    invocation.messages.detail("the kernel cannot keep the import from writing elsewhere");
  }
  if (is_file && !confined.from_network) {
    invocation.messages.detail("the kernel cannot keep the import from the network");
  }
}

}  // namespace hardfail::cli
