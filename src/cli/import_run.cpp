#include "import_run.hpp"

#include <fmt/format.h>

namespace hardfail::cli {
namespace {

namespace fs = std::filesystem;

store::Durability durability(const FileDisposal& disposal) {
  return disposal.is_wanted() ? store::Durability::power_cut : store::Durability::process_death;
}

}  // namespace

ImportRun::ImportRun(const Invocation& invocation, const ImportOptions& options,
                     store::Store& store)
    : m_invocation(invocation),
      m_options(options),
      m_disposal(options, invocation.messages),
      m_import(store.begin_import(durability(m_disposal))),
      m_started(invocation.environment.ticks()),
      m_committed_at(m_started) {}

render::ImportSummary ImportRun::run(std::span<const fs::path> files) {
  m_progress.emplace(m_invocation.environment, m_invocation.global.verbosity, files.size());
  try {
    if (m_interrupts.seen()) throw Interrupted{};
    ingest::read_inputs(files, m_options.limits, m_options.jobs, *this);
    commit();
  } catch (const Interrupted&) {
    m_import.reset();  // undoes the file that was being read
    m_committed.interrupted = true;
  }
  m_progress.reset();
  m_committed.time = m_invocation.environment.ticks() - m_started;
  return std::move(m_committed);
}

void ImportRun::reject(const std::vector<ingest::Rejection>& rejections) {
  for (const auto& rejection : rejections) {
    if (m_progress) m_progress->clear();
    m_invocation.messages.error(
        rejection.member.empty()
            ? fmt::format("{}: {}", rejection.path, rejection.reason)
            : fmt::format("{}: {}: {}", rejection.path, rejection.member, rejection.reason));
    m_import->reject(
        {m_invocation.environment.now(), {rejection.path, rejection.member}, rejection.reason});
    m_summary.rejected.push_back({rejection.path, rejection.member, rejection.reason});
  }
}

void ImportRun::begin(const fs::path& path) {
  m_invocation.messages.detail(fmt::format("reading {}", path.string()));
  m_file = path;
}

void ImportRun::record(report::Record&& record) {
  constexpr std::uint64_t rows_between_looks = 1024;
  m_import->add(record);
  if (++m_rows % rows_between_looks != 0) return;
  show_progress();
  if (m_interrupts.seen()) throw Interrupted{};
}

void ImportRun::report(report::Report&& report, std::string_view member) {
  switch (m_import->finish(report, {m_file.string(), std::string(member)})) {
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

void ImportRun::discard() { m_import->discard(); }

ingest::Next ImportRun::end(ingest::InputSummary&& summary) {
  ++m_summary.files;
  m_summary.skipped += summary.skipped;
  reject(summary.rejections);
  m_disposal.note(m_file, summary);
  const bool interrupted = m_interrupts.seen();
  if (interrupted || is_commit_due()) commit();
  m_committed.interrupted = interrupted;
  show_progress();
  return interrupted ? ingest::Next::stop : ingest::Next::go_on;
}

/// Other warnings can wait until `hardfail reports` is asked.
void ImportRun::warn_of_losses(const report::Report& report, std::string_view member) {
  for (const auto& warning : report.warnings) {
    if (!report::is_loss(warning)) continue;
    m_progress->clear();
    m_invocation.messages.warning(fmt::format(
        "{}{}{}: {}{}", m_file.string(), member.empty() ? "" : ": ", member, warning.text,
        warning.count > 1 ? fmt::format(" ({} times)", warning.count) : ""));
  }
}

void ImportRun::show_progress() { m_progress->show(m_summary.files, m_rows); }

bool ImportRun::is_commit_due() const {
  constexpr std::uint64_t most_rows = 200'000;
  return m_invocation.environment.ticks() - m_committed_at >= std::chrono::seconds(1) ||
         m_rows - m_committed_rows >= most_rows;
}

void ImportRun::commit() {
  m_import->commit();
  const bool interrupted = m_committed.interrupted;
  m_committed = m_summary;
  m_committed.interrupted = interrupted;
  m_committed_rows = m_rows;
  m_committed_at = m_invocation.environment.ticks();
  m_disposal.carry_out();
}

}  // namespace hardfail::cli
