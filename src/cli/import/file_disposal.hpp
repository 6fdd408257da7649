#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "hardfail/ingest/ingest.hpp"
#include "messages.hpp"
#include "options/import_options.hpp"

namespace hardfail::cli {

/// Moves or deletes files that were read, once the database has what they held.
class FileDisposal {
 public:
  /// Makes the directories that are missing. Throws Error (cannot_create).
  FileDisposal(const ImportOptions& options, Messages& messages);

  /// True if some file is to be moved or deleted.
  [[nodiscard]] static bool is_wanted(const ImportOptions& options) noexcept;

  /// A file was read, but what it held is not safe yet.
  void note(const std::filesystem::path& path, const ingest::InputSummary& summary);

  /// What was noted is safe now. A file that has changed since it was read stays, with a warning.
  /// Throws Error (io).
  void carry_out();

 private:
  enum class Fate : std::uint8_t { move, reject, remove };
  struct Noted {
    std::filesystem::path path;
    ingest::FileStamp stamp;
    Fate fate;
  };
  void dispose_of(const Noted& noted) const;

  const ImportOptions& m_options;
  Messages& m_messages;
  std::vector<Noted> m_noted;
};

}  // namespace hardfail::cli
