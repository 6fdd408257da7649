#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "hardfail/ingest/ingest.hpp"
#include "hardfail/util/error.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::ingest {
namespace {

namespace fs = std::filesystem;

/// True for a Maildir, a directory with one mail per file. Those in its tmp are still being
/// delivered.
bool is_maildir(const fs::path& directory) {
  std::error_code error;
  return fs::is_directory(directory / "cur", error) && fs::is_directory(directory / "new", error) &&
         fs::is_directory(directory / "tmp", error);
}

/// The entries of a directory in order, without hidden files.
std::vector<fs::directory_entry> entries_of(const fs::path& directory,
                                            std::vector<ledger::Rejection>& rejections) {
  std::vector<fs::directory_entry> entries;
  std::error_code error;
  for (fs::directory_iterator at(directory, error), end; !error && at != end; at.increment(error)) {
    const bool hidden = at->path().filename().native().starts_with('.');
    // Maildir++ keeps its folders under names such as .DMARC.
    if (!hidden || is_maildir(at->path())) entries.push_back(*at);
  }
  if (error) {
    rejections.push_back(
        {directory.string(), {}, fmt::format("the directory cannot be read: {}", error.message())});
  }
  std::ranges::sort(entries);
  return entries;
}

void walk(const fs::path& directory, std::vector<fs::path>& files,
          std::vector<ledger::Rejection>& rejections) {
  const bool maildir = is_maildir(directory);
  for (const auto& entry : entries_of(directory, rejections)) {
    std::error_code error;
    if (maildir && entry.path().filename() == "tmp") continue;
    if (entry.is_directory(error) && !entry.is_symlink(error)) {
      walk(entry.path(), files, rejections);
    } else if (entry.is_regular_file(error)) {
      files.push_back(entry.path());
    }
  }
}

}  // namespace

std::vector<fs::path> expand_paths(std::span<const fs::path> paths,
                                   std::vector<ledger::Rejection>& rejections) {
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
