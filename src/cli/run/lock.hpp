#pragma once

#include <filesystem>

namespace hardfail::cli {

/// Keeps two runs on one database from telling the same twice. Ends with its holder, however that
/// ends; programs that the holder starts do not inherit it.
class RunLock {
 public:
  /// Locks a file beside the database, which is left there. Throws Error: database_busy where
  /// another run holds it, cannot_create where the file cannot be made.
  explicit RunLock(const std::filesystem::path& database);
  RunLock(const RunLock&) = delete;
  RunLock& operator=(const RunLock&) = delete;
  RunLock(RunLock&&) = delete;
  RunLock& operator=(RunLock&&) = delete;
  ~RunLock();

 private:
  int m_descriptor;
};

}  // namespace hardfail::cli
