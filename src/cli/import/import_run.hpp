#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "commands/command.hpp"
#include "hardfail/ingest/pipeline.hpp"
#include "hardfail/render/import_summary.hpp"
#include "import/file_disposal.hpp"
#include "import/interrupts.hpp"
#include "import/progress.hpp"
#include "options/import_options.hpp"

namespace hardfail::cli {

/// One import: many files, committed about every second, never within a file.
class ImportRun final : public ingest::Receiver {
 public:
  ImportRun(const Invocation& invocation, const ImportOptions& options, store::Store& store);

  /// Reads the files. If interrupted, keeps those that were read to their end.
  [[nodiscard]] render::ImportSummary run(std::span<const std::filesystem::path> files);

  /// Notes inputs that could not be read.
  void reject(const std::vector<ledger::Rejection>& rejections);

  void begin(const std::filesystem::path& path) override;
  void record(report::Record&& record) override;
  void report(report::Report&& report, std::string_view member) override;
  void discard() override;
  void position(std::uint64_t octets) override;
  void waiting() override;
  [[nodiscard]] ingest::Next end(ingest::InputSummary&& summary) override;

 private:
  /// Thrown in the middle of a file.
  struct Interrupted {};

  void remember(const ingest::InputSummary& summary);
  void warn_of_losses(const report::Report& report, std::string_view member);
  void show_progress();
  [[nodiscard]] bool is_commit_due() const;
  void commit();

  const Invocation& m_invocation;
  const ImportOptions& m_options;
  store::Store& m_store;
  Interrupts m_interrupts;  // before the threads that inherit it and the wait for the database
  FileDisposal m_disposal;
  std::unique_ptr<store::Import> m_import;
  std::optional<Progress> m_progress;
  render::ImportSummary m_summary;
  render::ImportSummary m_committed;  ///< as of the last commit
  std::filesystem::path m_file;       ///< being read
  bool m_lossless = true;             ///< nothing of it was lost so far
  std::uint64_t m_rows = 0;           ///< read, whatever became of them
  std::uint64_t m_committed_rows = 0;
  std::uint64_t m_octets = 0;    ///< of the files read to their end
  std::uint64_t m_position = 0;  ///< in the file being read
  std::chrono::steady_clock::time_point m_started;
  std::chrono::steady_clock::time_point m_committed_at;
};

}  // namespace hardfail::cli
