#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hardfail/ledger/input.hpp"
#include "hardfail/report/parser.hpp"
#include "hardfail/report/record.hpp"
#include "hardfail/report/report.hpp"

namespace hardfail::ingest {

/// Bounds on one input. Whatever exceeds one is rejected, with the option that sets it named.
struct Limits {
  std::uint64_t unpacked_octets = 20ULL << 30U;  ///< of one input, all members together
  std::uint64_t ratio = 2000;       ///< unpacked to packed, checked after the first 16 MiB
  unsigned nesting = 4;             ///< containers within containers
  std::uint64_t members = 100'000;  ///< in one container
  std::uint64_t mail_octets = 256ULL << 20U;  ///< one mail, held in memory
  report::ParserLimits report;
};

/// Receives the contents of an input, in order. The records of a report precede the report itself.
class Sink {
 public:
  Sink() = default;
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;
  Sink(Sink&&) = delete;
  Sink& operator=(Sink&&) = delete;
  virtual ~Sink() = default;

  virtual void record(report::Record&& record) = 0;
  /// Ends the report whose records came since the last end.
  virtual void report(report::Report&& report, std::string_view member) = 0;
  /// The records since the last end belong to a report that turned out to be unreadable.
  virtual void discard() = 0;
  /// How many octets of the input itself have been read; called now and then.
  virtual void position(std::uint64_t /*octets*/) {}
  /// Called several times a second while a pipe, socket or terminal has nothing to read. What it
  /// throws ends the reading.
  virtual void waiting() {}
};

/// Identifies a file and its state when it was read.
struct FileStamp {
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::uint64_t octets = 0;
  std::int64_t modified_at = 0;  ///< nanoseconds since 1970
  friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

/// The stamp of the file now at `path`; nullopt if there is none.
[[nodiscard]] std::optional<FileStamp> stamp_of(const std::filesystem::path& path);

/// The outcome of reading one input.
struct InputSummary {
  std::uint64_t reports = 0;  ///< handed to the sink
  std::uint64_t skipped = 0;  ///< parts that neither are nor claim to be reports
  std::vector<ledger::Rejection> rejections;
  std::optional<FileStamp> stamp{};  ///< of the file when it was opened; none for standard input
  std::optional<ledger::Digest> digest{};  ///< of a file that did not change while it was read
  std::uint64_t ordinary_mails = 0;        ///< that neither hold a report nor were to hold one
  /// There is something of mail beside reports and the text, pictures and signatures that go with
  /// them: a mail without a report, also an attached one, or another attachment.
  bool has_other_mail = false;
  bool known = false;  ///< it was not read: the counts are those of a file with the same octets
};

/// Reads one file ("-" for standard input) of any kind, judged by its octets: XML, gzip, zip, mail,
/// nested. An input without any report is rejected, unless it holds a report on failures or on TLS,
/// which are sent to the same address, or is ordinary mail. A file whose octets are those of one in
/// `known`, which is sorted by digest, is not read. Throws only what the sink throws.
[[nodiscard]] InputSummary read_input(const std::filesystem::path& path, const Limits& limits,
                                      std::span<const ledger::KnownFile> known, Sink& sink);
[[nodiscard]] inline InputSummary read_input(const std::filesystem::path& path,
                                             const Limits& limits, Sink& sink) {
  return read_input(path, limits, {}, sink);
}

/// The same of octets in memory, such as a mail that was fetched; `name` says where they are from.
[[nodiscard]] InputSummary read_octets(std::string_view octets, const std::string& name,
                                       const Limits& limits,
                                       std::span<const ledger::KnownFile> known, Sink& sink);

/// The files that `paths` stand for: directories are walked, without hidden files, symbolic links
/// to directories and a Maildir's tmp, and sorted within a directory, so that a run is repeatable.
/// Unreadable directories are added to `rejections`. Throws Error (no_input) where a path does not
/// exist.
[[nodiscard]] std::vector<std::filesystem::path> expand_paths(
    std::span<const std::filesystem::path> paths, std::vector<ledger::Rejection>& rejections);

}  // namespace hardfail::ingest
