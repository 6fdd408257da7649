#include "output.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "foreign_link.hpp"
#include "hardfail/util/error.hpp"

namespace hardfail::cli {
namespace {

namespace fs = std::filesystem;

Error failed(Failure failure, const fs::path& path, std::string_view what, int code) {
  return {failure, fmt::format("{} cannot be {}: {}", path.string(), what,
                               std::generic_category().message(code))};
}

/// A file open for writing.
class Descriptor {
 public:
  Descriptor(fs::path path, int flags)
      : m_path(std::move(path)),
        m_number(::open(m_path.c_str(), flags | O_WRONLY | O_CLOEXEC, 0666)) {
    if (m_number < 0) throw failed(Failure::cannot_create, m_path, "created", errno);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor(Descriptor&&) = delete;
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (m_number >= 0) ::close(m_number);  // only after writing has failed
  }

  void write(std::string_view text) const {
    while (!text.empty()) {
      const auto written = ::write(m_number, text.data(), text.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) throw failed(Failure::io, m_path, "written", errno);
      text.remove_prefix(static_cast<std::size_t>(written));
    }
  }

  void set_mode(fs::perms mode) const {
    if (::fchmod(m_number, static_cast<mode_t>(mode)) != 0) {
      throw failed(Failure::cannot_create, m_path, "given its permissions", errno);
    }
  }

  void close() {
    if (::close(std::exchange(m_number, -1)) != 0)
      throw failed(Failure::io, m_path, "written", errno);
  }

 private:
  fs::path m_path;
  int m_number;
};

/// A file that is removed unless it is renamed.
class TemporaryFile {
 public:
  explicit TemporaryFile(fs::path path) : m_path(std::move(path)) {}
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  TemporaryFile(TemporaryFile&&) = delete;
  TemporaryFile& operator=(TemporaryFile&&) = delete;
  ~TemporaryFile() {
    std::error_code ignored;  // a file left over does no harm
    if (!m_path.empty()) fs::remove(m_path, ignored);
  }

  void rename_to(const fs::path& target) {
    std::error_code error;
    fs::rename(m_path, target, error);
    if (error) throw failed(Failure::cannot_create, target, "replaced", error.value());
    m_path.clear();
  }

 private:
  fs::path m_path;
};

/// `mode` is that of the file replaced; `unknown` where there is none, and umask(2) says it.
void replace_file(const fs::path& target, fs::perms mode, std::string_view text) {
  auto beside = target;
  beside += fmt::format(".{}.tmp", ::getpid());
  Descriptor descriptor(beside, O_CREAT | O_EXCL | O_NOFOLLOW);
  TemporaryFile temporary(beside);
  if (mode != fs::perms::unknown) descriptor.set_mode(mode);
  descriptor.write(text);
  descriptor.close();
  temporary.rename_to(target);
}

}  // namespace

void write_file(const fs::path& file, std::string_view text) {
  refuse_foreign_link(file);
  std::error_code absent;
  const auto status = fs::status(file, absent);
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    // A device or a pipe: to rename a file over it would replace it.
    Descriptor descriptor(file, 0);
    descriptor.write(text);
    descriptor.close();
    return;
  }
  // Through a symbolic link, the file it points to is replaced.
  std::error_code unresolved;
  const bool exists = fs::exists(status);
  const auto target = exists ? fs::canonical(file, unresolved) : file;
  replace_file(unresolved ? file : target, exists ? status.permissions() : fs::perms::unknown,
               text);
}

void deliver(std::string_view text, const std::optional<fs::path>& file, std::ostream& out) {
  if (file) return write_file(*file, text);
  out << text << std::flush;
  if (!out) throw Error(Failure::io, "the answer cannot be written to standard output");
}

}  // namespace hardfail::cli
