#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "commands/command.hpp"
#include "hardfail/ingest/pipeline.hpp"
#include "hardfail/ledger/mail.hpp"
#include "hardfail/render/import_summary.hpp"
#include "import/file_disposal.hpp"
#include "import/interrupts.hpp"
#include "import/progress.hpp"
#include "options/import_options.hpp"

namespace hardfail::cli {

/// The exit status of what a signal has ended: 128 + SIGINT, as a shell has it.
inline constexpr int interrupted_status = 130;

/// One import: many files, committed about every second, never within a file; or mails that
/// somebody else fetches, committed when that one says so.
class ImportRun final : public ingest::Receiver {
 public:
  ImportRun(const Invocation& invocation, const ImportOptions& options, store::Store& store);
  ImportRun(const Invocation& invocation, const ImportOptions& options, store::Store& store,
            store::Durability durability);

  /// Reads the files. If interrupted, keeps those that were read to their end.
  [[nodiscard]] render::ImportSummary run(std::span<const std::filesystem::path> files);

  /// Has `work` call the functions below. If it is interrupted, keeps what was committed.
  [[nodiscard]] render::ImportSummary run(const std::function<void()>& work);

  /// How much there is to do, once that is known.
  void expect(const Done& whole);

  /// Takes in one mail; `name` says where it is. Returns what it holds, or nullopt where something
  /// in it was rejected: it is not to be remembered then.
  [[nodiscard]] std::optional<ledger::MailContent> take(const std::string& name,
                                                        std::string_view mail);

  /// Remembers a mail of which nothing was rejected.
  void remember(const ledger::MailFolder& folder, const ledger::KnownMail& mail);

  /// Makes what was taken in safe, and lets others write to the database.
  void commit();

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

  void take_in(ingest::InputSummary&& summary);
  void tell(const ledger::Rejection& rejection);
  void remember(const ingest::InputSummary& summary);
  void warn_of_losses(const report::Report& report, std::string_view member);
  void show_progress();
  [[nodiscard]] bool is_commit_due() const;

  const Invocation& m_invocation;
  const ImportOptions& m_options;
  Interrupts m_interrupts;  // before the threads that inherit it and the wait for the database
  FileDisposal m_disposal;
  std::unique_ptr<store::Import> m_import;
  std::vector<ledger::KnownFile> m_known;
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
