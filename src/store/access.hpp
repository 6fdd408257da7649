#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace hardfail::store {

/// How a database file is opened.
enum class Access : std::uint8_t {
  write,
  /// Without writing anything, while others may write: by the files beside it that their log needs.
  read,
  /// There are no such files, and this user may not make them: read as if nobody could write it. If
  /// somebody does all the same, that has to be noticed.
  read_as_it_is,
};

/// The most that this user may do with an existing file. A user who may write the file but make no
/// others beside it may not write the database.
[[nodiscard]] Access access_to(const std::filesystem::path& file);

/// "file:...?immutable=1": what SQLite takes for a file that is read as it is.
[[nodiscard]] std::string uri_of_unchanging(const std::filesystem::path& file);

/// What a file is like that is read as it is; two that differ tell that somebody wrote it.
struct FileState {
  std::optional<std::uintmax_t> size;
  std::optional<std::filesystem::file_time_type> changed;
  bool has_log = false;  ///< of changes that are not in the file yet
  friend bool operator==(const FileState&, const FileState&) = default;
};

[[nodiscard]] FileState state_of(const std::filesystem::path& file);

}  // namespace hardfail::store
