#pragma once

#include <archive.h>
#include <archive_entry.h>

#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>

#include "budget.hpp"
#include "byte_source.hpp"

namespace hardfail::ingest {

/// The formats that libarchive is asked to read.
enum class ArchiveKind { zip, tar, bzip2, zstd };

/// The files in an archive, one after another; a bare compressed file is an archive of one.
class ArchiveReader {
 public:
  /// `packed` and `budget` must outlive this. Throws InputError where the archive cannot be opened.
  ArchiveReader(ByteSource& packed, ArchiveKind kind, Budget& budget);
  ~ArchiveReader();
  ArchiveReader(const ArchiveReader&) = delete;
  ArchiveReader& operator=(const ArchiveReader&) = delete;
  ArchiveReader(ArchiveReader&&) = delete;
  ArchiveReader& operator=(ArchiveReader&&) = delete;

  /// Goes to the next file, skipping directories, and returns its name; nullopt at the end. Throws
  /// InputError where the archive is damaged from here on.
  [[nodiscard]] std::optional<std::string> next_member();

  /// The contents of that file; reading throws InputError where they are encrypted or damaged.
  /// Where the archive is cut off within them, they end there. Pre: next_member() returned a name.
  [[nodiscard]] ByteSource& member();

  /// True once the archive is damaged so that no further file can be reached.
  [[nodiscard]] bool is_broken() const noexcept { return m_broken; }

 private:
  struct Free {
    void operator()(struct archive* archive) const noexcept { archive_read_free(archive); }
  };
  class Member;

  static la_ssize_t on_read(struct archive* archive, void* self, const void** octets);
  static la_int64_t on_seek(struct archive* archive, void* self, la_int64_t offset, int whence);

  void open(ArchiveKind kind);
  /// True if the last failure was that m_packed ended too early.
  [[nodiscard]] bool failed_at_cut() const;
  [[noreturn]] void fail(int status);

  ByteSource& m_packed;
  Budget& m_budget;
  std::uint64_t m_position = 0;  ///< in m_packed
  std::exception_ptr m_thrown;   ///< by m_packed: it must not unwind through libarchive
  std::unique_ptr<struct archive, Free> m_archive;
  std::unique_ptr<Member> m_member;
  bool m_broken = false;
  bool m_ended = false;  ///< m_packed has no more
};

}  // namespace hardfail::ingest
