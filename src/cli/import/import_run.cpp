#include "import/import_run.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace hardfail::cli {
namespace {

namespace fs = std::filesystem;

store::Durability durability(const ImportOptions& options) {
  return FileDisposal::is_wanted(options) ? store::Durability::power_cut
                                          : store::Durability::process_death;
}

std::uint64_t octets_of(std::span<const fs::path> files) {
  std::uint64_t octets = 0;
  for (const auto& file : files) {
    if (const auto stamp = ingest::stamp_of(file)) octets += stamp->octets;
  }
  return octets;
}

}  // namespace

ImportRun::ImportRun(const Invocation& invocation, const ImportOptions& options,
                     store::Store& store)
    : ImportRun(invocation, options, store, durability(options)) {}

ImportRun::ImportRun(const Invocation& invocation, const ImportOptions& options,
                     store::Store& store, store::Durability durability)
    : m_invocation(invocation),
      m_options(options),
      m_disposal(options, invocation.messages),
      m_import(store.begin_import(durability)),
      m_known(store.known_files()),
      m_started(invocation.environment.ticks()),
      m_committed_at(m_started) {}

render::ImportSummary ImportRun::run(std::span<const fs::path> files) {
  expect({files.size(), octets_of(files), 0});
  return run([&] {
    waiting();
    ingest::read_inputs(files, m_options.limits, m_known, m_options.jobs, *this);
  });
}

render::ImportSummary ImportRun::run(const std::function<void()>& work) {
  try {
    work();
    commit();
  } catch (const Interrupted&) {
    m_import.reset();  // undoes the file that was being read
    m_committed.interrupted = true;
  }
  m_progress.reset();
  m_committed.time = m_invocation.environment.ticks() - m_started;
  return std::move(m_committed);
}

void ImportRun::expect(const Done& whole) {
  m_progress.emplace(m_invocation.environment, m_invocation.global.verbosity, whole);
}

std::optional<ledger::MailContent> ImportRun::take(const std::string& name, std::string_view mail) {
  waiting();
  m_invocation.messages.detail(fmt::format("reading {}", name));
  m_file = name;
  m_lossless = true;
  auto summary = ingest::read_octets(mail, name, m_options.limits, m_known, *this);
  m_octets += mail.size();
  std::optional<ledger::MailContent> content;
  if (summary.rejections.empty()) {
    content = summary.reports > 0 && !summary.has_other_mail ? ledger::MailContent::report
                                                             : ledger::MailContent::other;
  }
  take_in(std::move(summary));
  return content;
}

void ImportRun::remember(const ledger::MailFolder& folder, const ledger::KnownMail& mail) {
  m_import->remember(folder, mail);
}

void ImportRun::reject(const std::vector<ledger::Rejection>& rejections) {
  for (const auto& rejection : rejections) {
    tell(rejection);
    m_import->reject({rejection, m_invocation.environment.now()});
    m_summary.rejected.push_back(rejection);
  }
}

void ImportRun::tell(const ledger::Rejection& rejection) {
  const auto& [path, member, reason] = rejection;
  for (const auto& [told, when] : m_options.told) {
    if (told.path == path && told.member == member && told.reason == reason) return;
  }
  if (m_progress) m_progress->clear();
  m_invocation.messages.error(member.empty() ? fmt::format("{}: {}", path, reason)
                                             : fmt::format("{}: {}: {}", path, member, reason));
}

void ImportRun::begin(const fs::path& path) {
  m_invocation.messages.detail(fmt::format("reading {}", path.string()));
  // Nobody knows how long a pipe will take: until then others may write, and nothing is at risk.
  if (!fs::is_regular_file(path)) commit();
  m_file = path;
  m_lossless = true;
}

void ImportRun::record(report::Record&& record) {
  constexpr std::uint64_t rows_between_looks = 1024;
  m_import->add(record);
  if (++m_rows % rows_between_looks != 0) return;
  show_progress();
  if (m_interrupts.seen()) throw Interrupted{};
}

void ImportRun::report(report::Report&& report, std::string_view member) {
  m_lossless = m_lossless && std::ranges::none_of(report.warnings, report::is_loss);
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
  if (summary.stamp) m_octets += summary.stamp->octets;
  take_in(std::move(summary));
  const bool interrupted = m_interrupts.seen();
  if (interrupted || is_commit_due()) commit();
  m_committed.interrupted = interrupted;
  return interrupted ? ingest::Next::stop : ingest::Next::go_on;
}

void ImportRun::take_in(ingest::InputSummary&& summary) {
  ++m_summary.files;
  m_position = 0;
  m_summary.skipped += summary.skipped;
  m_summary.ordinary_mails += summary.ordinary_mails;
  if (summary.known) m_summary.duplicates += summary.reports;
  // Standard input is a different one each time.
  if (m_file != "-") m_import->forget_rejections(m_file.string());
  reject(summary.rejections);
  remember(summary);
  m_disposal.note(m_file, summary);
  show_progress();
}

/// A later version, or one with wider limits, may find more in what was not read whole. And a
/// mailbox that may not be deleted has to be told again from one that may.
void ImportRun::remember(const ingest::InputSummary& summary) {
  if (!summary.digest || summary.known || !summary.rejections.empty() || !m_lossless) return;
  if (summary.has_other_mail && summary.reports > 0) return;
  m_import->remember({*summary.digest, summary.reports, summary.skipped});
}

/// Other warnings can wait until `hardfail reports` is asked.
void ImportRun::warn_of_losses(const report::Report& report, std::string_view member) {
  for (const auto& warning : report.warnings) {
    if (!report::is_loss(warning)) continue;
    if (m_progress) m_progress->clear();
    m_invocation.messages.warning(fmt::format(
        "{}{}{}: {}{}", m_file.string(), member.empty() ? "" : ": ", member, warning.text,
        warning.count > 1 ? fmt::format(" ({} times)", warning.count) : ""));
  }
}

void ImportRun::position(std::uint64_t octets) { m_position = octets; }

void ImportRun::waiting() {
  if (m_interrupts.seen()) throw Interrupted{};
}

void ImportRun::show_progress() {
  if (m_progress) m_progress->show({m_summary.files, m_octets + m_position, m_rows});
}

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
