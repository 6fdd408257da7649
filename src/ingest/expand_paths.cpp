#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "hardfail/ingest/ingest.hpp"
#include "hardfail/util/error.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::ingest {
namespace {

namespace fs = std::filesystem;

/// What stands in a directory, hidden files aside, in order.
std::vector<fs::directory_entry> entries_of(const fs::path& directory,
                                            std::vector<Rejection>& rejections) {
  std::vector<fs::directory_entry> entries;
  std::error_code error;
  for (fs::directory_iterator at(directory, error), end; !error && at != end; at.increment(error)) {
    if (!at->path().filename().native().starts_with('.')) entries.push_back(*at);
  }
  if (error) {
    rejections.push_back(
        {directory.string(), {}, fmt::format("the directory cannot be read: {}", error.message())});
  }
  std::ranges::sort(entries);
  return entries;
}

void walk(const fs::path& directory, std::vector<fs::path>& files,
          std::vector<Rejection>& rejections) {
  for (const auto& entry : entries_of(directory, rejections)) {
    std::error_code error;
    if (entry.is_directory(error) && !entry.is_symlink(error)) {
      walk(entry.path(), files, rejections);
    } else if (entry.is_regular_file(error)) {
      files.push_back(entry.path());
    }
  }
}

}  // namespace

std::vector<fs::path> expand_paths(std::span<const fs::path> paths,
                                   std::vector<Rejection>& rejections) {
  std::vector<fs::path> files;
  for (const auto& path : paths) {
    std::error_code error;
    const auto status = fs::status(path, error);
    if (path == "-" || (fs::exists(status) && !fs::is_directory(status))) {
      files.push_back(path);
    } else if (fs::is_directory(status)) {
      walk(path, files, rejections);
    } else {
      throw Error(Failure::no_input,
                  fmt::format("cannot read {}: {}", printable(path.string()), error.message()));
    }
  }
  return files;
}

}  // namespace hardfail::ingest
