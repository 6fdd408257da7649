#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "commands.hpp"
#include "hardfail/ingest/ingest.hpp"
#include "hardfail/render/import_summary.hpp"
#include "interrupts.hpp"
#include "progress.hpp"

namespace hardfail::cli {
namespace {

namespace fs = std::filesystem;

constexpr int interrupted_status = 130;  // 128 + SIGINT, as a shell has it

/// Hands what one input holds to the store, and counts.
class StoreSink final : public ingest::Sink {
 public:
  StoreSink(store::Import& import, render::ImportSummary& summary, Progress& progress,
            Messages& messages)
      : m_import(import), m_summary(summary), m_progress(progress), m_messages(messages) {}

  void begin_file(const fs::path& path) { m_path = path.string(); }

  void record(report::Record&& record) override {
    constexpr std::uint64_t rows_between_looks = 1024;
    m_import.add(record);
    if (++m_rows % rows_between_looks == 0) m_progress.show(m_summary.files, m_rows);
  }

  void report(report::Report&& report, std::string_view member) override {
    switch (m_import.finish(report, {m_path, std::string(member)})) {
      case store::Saved::duplicate:
        ++m_summary.duplicates;
        return;
      case store::Saved::conflicting:
        ++m_summary.conflicting;
        break;
      case store::Saved::added:
        break;
    }
    warn_of_losses(report, member);
    ++m_summary.reports;
    m_summary.rows += report.records;
    m_summary.messages += report.messages;
  }

  void discard() override { m_import.discard(); }

  /// Rows read so far, whatever became of them.
  [[nodiscard]] std::uint64_t rows() const { return m_rows; }

 private:
  /// Other warnings can wait until `hardfail reports` is asked.
  void warn_of_losses(const report::Report& report, std::string_view member) {
    for (const auto& warning : report.warnings) {
      if (!report::is_loss(warning)) continue;
      m_progress.clear();
      m_messages.warning(
          fmt::format("{}{}{}: {}{}", m_path, member.empty() ? "" : ": ", member, warning.text,
                      warning.count > 1 ? fmt::format(" ({} times)", warning.count) : ""));
    }
  }

  store::Import& m_import;
  render::ImportSummary& m_summary;
  Progress& m_progress;
  Messages& m_messages;
  std::string m_path;
  std::uint64_t m_rows = 0;
};

/// One import: many files, committed about every second, never within a file.
class ImportRun {
 public:
  ImportRun(const Invocation& invocation, store::Store& store, std::uint64_t files)
      : m_invocation(invocation),
        m_import(store.begin_import()),
        m_progress(invocation.environment, invocation.global.verbosity, files),
        m_sink(*m_import, m_summary, m_progress, invocation.messages),
        m_started(invocation.environment.ticks()),
        m_committed(m_started) {}

  void reject(const std::vector<ingest::Rejection>& rejections) {
    for (const auto& rejection : rejections) {
      m_progress.clear();
      m_invocation.messages.error(
          rejection.member.empty()
              ? fmt::format("{}: {}", rejection.path, rejection.reason)
              : fmt::format("{}: {}: {}", rejection.path, rejection.member, rejection.reason));
      m_import->reject(
          {m_invocation.environment.now(), {rejection.path, rejection.member}, rejection.reason});
      m_summary.rejected.push_back({rejection.path, rejection.member, rejection.reason});
    }
  }

  void read(const fs::path& file) {
    m_sink.begin_file(file);
    const auto result = ingest::read_input(file, ingest::Limits{}, m_sink);
    ++m_summary.files;
    m_summary.skipped += result.skipped;
    reject(result.rejections);
    commit_if_due();
    m_progress.show(m_summary.files, m_sink.rows());
  }

  render::ImportSummary finish() && {
    m_import->commit();
    m_progress.clear();
    m_summary.time = m_invocation.environment.ticks() - m_started;
    return std::move(m_summary);
  }

  void mark_interrupted() { m_summary.interrupted = true; }

 private:
  void commit_if_due() {
    constexpr std::uint64_t most_rows = 200'000;
    const auto now = m_invocation.environment.ticks();
    const bool due = now - m_committed >= std::chrono::seconds(1) ||
                     m_sink.rows() - m_committed_rows >= most_rows;
    if (!due) return;
    m_import->commit();
    m_committed = now;
    m_committed_rows = m_sink.rows();
  }

  const Invocation& m_invocation;
  std::unique_ptr<store::Import> m_import;
  render::ImportSummary m_summary;
  Progress m_progress;
  StoreSink m_sink;
  std::chrono::steady_clock::time_point m_started;
  std::chrono::steady_clock::time_point m_committed;
  std::uint64_t m_committed_rows = 0;
};

int status_of(const render::ImportSummary& summary) {
  if (summary.interrupted) return interrupted_status;
  return summary.rejected.empty() ? 0 : 1;
}

class ImportCommand final : public Command {
 public:
  [[nodiscard]] std::string name() const override { return "import"; }
  [[nodiscard]] std::string synopsis() const override { return "PATH..."; }
  [[nodiscard]] std::string summary() const override {
    return "read reports into the database: files, directories, - for stdin";
  }

  [[nodiscard]] Answer run(const Invocation& invocation) const override {
    const auto& arguments = invocation.options.positionals();
    if (arguments.empty()) {
      throw Error(Failure::usage, "there is nothing to import",
                  "name files or directories, or - for standard input");
    }
    std::vector<ingest::Rejection> unreadable;
    const auto files =
        ingest::expand_paths(std::vector<fs::path>(arguments.begin(), arguments.end()), unreadable);

    const auto store = invocation.open_store(store::OpenMode::create);
    Interrupts interrupts;
    ImportRun import(invocation, *store, files.size());
    import.reject(unreadable);
    for (const auto& file : files) {
      if (interrupts.seen()) {
        import.mark_interrupted();
        break;
      }
      invocation.messages.detail(fmt::format("reading {}", file.string()));
      import.read(file);
    }
    const auto summary = std::move(import).finish();
    if (summary.interrupted) {
      invocation.messages.error("interrupted; what was read until then is in the database");
    } else if (files.empty()) {
      invocation.messages.warning("there is no file in the paths given");
    }
    return {render::present(summary, invocation.global.format, invocation.global.page),
            status_of(summary)};
  }
};

}  // namespace

std::unique_ptr<Command> make_import_command() { return std::make_unique<ImportCommand>(); }

}  // namespace hardfail::cli
