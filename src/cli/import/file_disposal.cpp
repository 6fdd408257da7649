#include "import/file_disposal.hpp"

#include <fmt/format.h>

#include <system_error>

#include "foreign_link.hpp"
#include "hardfail/util/error.hpp"
#include "hardfail/util/text.hpp"
#include "import/move_into.hpp"

namespace hardfail::cli {
namespace {

namespace fs = std::filesystem;

void make_directory(const std::optional<fs::path>& directory) {
  if (!directory) return;
  refuse_foreign_link(*directory);
  std::error_code error;
  fs::create_directories(*directory, error);
  if (error || !fs::is_directory(*directory, error)) {
    throw Error(
        Failure::cannot_create,
        fmt::format("the directory {} cannot be created: {}", printable(directory->string()),
                    error ? error.message() : "something else has that name"));
  }
}

[[noreturn]] void fail(std::string_view deed, const fs::path& path, const std::error_code& error) {
  throw Error(Failure::io, fmt::format("{} was imported, but cannot be {}: {}",
                                       printable(path.string()), deed, error.message()));
}

void move(const fs::path& path, const fs::path& directory) {
  std::error_code error;
  if (fs::equivalent(path.parent_path().empty() ? "." : path.parent_path(), directory, error)) {
    return;
  }
  error = move_into(directory, path);
  if (error) fail("moved", path, error);
}

}  // namespace

FileDisposal::FileDisposal(const ImportOptions& options, Messages& messages)
    : m_options(options), m_messages(messages) {
  make_directory(options.move_to);
  make_directory(options.rejected_to);
}

bool FileDisposal::is_wanted(const ImportOptions& options) noexcept {
  return options.imported != Afterwards::stay || options.rejected_to;
}

void FileDisposal::note(const fs::path& path, const ingest::InputSummary& summary) {
  if (!summary.stamp) return;
  if (!summary.rejections.empty()) {
    if (m_options.rejected_to) m_noted.push_back({path, *summary.stamp, Fate::reject});
    return;
  }
  // Nobody's mail goes because a report lay beside it. A known file without reports may be mail.
  const bool has_only_mail = summary.reports == 0 && (summary.ordinary_mails > 0 || summary.known);
  if (has_only_mail) return;
  if (summary.has_other_mail && m_options.imported == Afterwards::remove) {
    m_messages.warning(
        fmt::format("{} holds more than reports and is left where it is", path.string()));
    return;
  }
  switch (m_options.imported) {
    case Afterwards::stay:
      return;
    case Afterwards::move:
      m_noted.push_back({path, *summary.stamp, Fate::move});
      return;
    case Afterwards::remove:
      m_noted.push_back({path, *summary.stamp, Fate::remove});
      return;
  }
}

void FileDisposal::carry_out() {
  for (const auto& noted : m_noted) {
    const auto now = ingest::stamp_of(noted.path);
    if (!now) continue;  // named twice, or another import was faster
    if (*now == noted.stamp) {
      dispose_of(noted);
    } else {
      m_messages.warning(fmt::format("{} has changed since it was read and is left where it is",
                                     noted.path.string()));
    }
  }
  m_noted.clear();
}

void FileDisposal::dispose_of(const Noted& noted) const {
  switch (noted.fate) {
    case Fate::move:
      return move(noted.path, *m_options.move_to);
    case Fate::reject:
      return move(noted.path, *m_options.rejected_to);
    case Fate::remove: {
      std::error_code error;
      if (!fs::remove(noted.path, error) && error) fail("deleted", noted.path, error);
      return;
    }
  }
}

}  // namespace hardfail::cli
