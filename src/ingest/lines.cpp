#include "hardfail/ingest/lines.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "budget.hpp"
#include "content_kind.hpp"
#include "gzip_source.hpp"
#include "xz_source.hpp"

namespace hardfail::ingest {
namespace {

/// Cuts octets into lines, wherever they are cut into chunks.
class LineCutter {
 public:
  explicit LineCutter(const std::function<void(std::string_view)>& take) : m_take(take) {}

  void add(std::string_view octets) {
    while (!octets.empty()) {
      const auto end = octets.find('\n');
      keep(octets.substr(0, end));
      if (end == std::string_view::npos) return;
      finish();
      octets.remove_prefix(end + 1);
    }
  }

  void finish() {
    if (m_line.ends_with('\r')) m_line.pop_back();
    m_take(m_line);
    m_line.clear();
  }

  [[nodiscard]] bool has_rest() const { return !m_line.empty(); }

 private:
  void keep(std::string_view part) {
    m_line += part.substr(0, longest_line - std::min(longest_line, m_line.size()));
  }

  const std::function<void(std::string_view)>& m_take;
  std::string m_line;
};

void cut(ByteSource& source, const std::function<void(std::string_view)>& take) {
  LineCutter lines(take);
  for (auto octets = source.next(); !octets.empty(); octets = source.next()) lines.add(octets);
  if (lines.has_rest()) lines.finish();
}

}  // namespace

void read_lines(const std::filesystem::path& path, const Limits& limits,
                const std::function<void(std::string_view)>& take) {
  FileSource file(path);
  Budget budget(limits, file);
  const auto kind = content_kind(file.peek(kind_octets));
  if (kind == ContentKind::gzip) {
    GzipSource unpacked(file, budget);
    cut(unpacked, take);
  } else if (kind == ContentKind::xz) {
    XzSource unpacked(file, budget);
    cut(unpacked, take);
  } else {
    cut(file, take);
  }
}

}  // namespace hardfail::ingest
