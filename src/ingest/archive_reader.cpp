#include "archive_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstdio>
#include <new>
#include <utility>

#include "hardfail/util/error.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::ingest {
namespace {

/// Methods of zip members that let a small file ask for gigabytes of memory, in libarchive's words.
/// No receiver is known to use them.
std::string_view greedy_method(const char* format) {
  if (format == nullptr) return {};
  for (const std::string_view method : {"lzma", "xz", "ppmd-1"}) {
    if (std::string_view(format).ends_with(fmt::format("({})", method))) return method;
  }
  return {};
}

}  // namespace

/// The file that libarchive is at.
class ArchiveReader::Member : public ByteSource {
 public:
  Member(ArchiveReader& reader, archive_entry* entry)
      : m_reader(reader),
        m_encrypted(archive_entry_is_encrypted(entry) != 0),
        m_greedy_method(greedy_method(archive_format_name(reader.m_archive.get()))) {}

  [[nodiscard]] bool is_cut_off() const override { return m_cut_off; }

 private:
  [[nodiscard]] std::string_view read() override {
    if (m_encrypted) throw InputError("it is encrypted: unpack it and import its contents");
    if (!m_greedy_method.empty()) {
      throw InputError(
          fmt::format("it is packed by {}, which is not read: unpack it and import its contents",
                      m_greedy_method));
    }
    if (m_cut_off) return {};
    struct archive* const archive = m_reader.m_archive.get();
    const void* octets = nullptr;
    std::size_t size = 0;
    la_int64_t offset = 0;  // gaps occur in sparse files only, and a report is none
    int status = ARCHIVE_RETRY;
    while (status == ARCHIVE_RETRY || (status == ARCHIVE_OK && size == 0)) {
      status = archive_read_data_block(archive, &octets, &size, &offset);
    }
    if (status == ARCHIVE_EOF) return {};
    if (status == ARCHIVE_FATAL && m_reader.failed_at_cut()) {
      m_cut_off = m_reader.m_broken = true;
      return {};
    }
    // A warning about data, unlike one about a name, means that they are not what was packed.
    if (status != ARCHIVE_OK) m_reader.fail(status);
    m_reader.m_budget.unpacked(size);
    return {static_cast<const char*>(octets), size};
  }

  ArchiveReader& m_reader;
  bool m_encrypted;
  std::string_view m_greedy_method;
  bool m_cut_off = false;
};

ArchiveReader::ArchiveReader(ByteSource& packed, ArchiveKind kind, Budget& budget)
    : m_packed(packed), m_budget(budget), m_archive(archive_read_new()) {
  if (!m_archive) throw std::bad_alloc();
  open(kind);
}

ArchiveReader::~ArchiveReader() = default;

void ArchiveReader::open(ArchiveKind kind) {
  struct archive* const archive = m_archive.get();
  const auto require = [this](int status) {
    if (status != ARCHIVE_OK) fail(status);
  };
  switch (kind) {
    case ArchiveKind::zip:
      require(archive_read_support_format_zip(archive));
      break;
    case ArchiveKind::tar:
      require(archive_read_support_format_tar(archive));
      break;
    case ArchiveKind::bzip2:
      require(archive_read_support_filter_bzip2(archive));
      require(archive_read_support_format_raw(archive));
      break;
    case ArchiveKind::zstd:
      require(archive_read_support_filter_zstd(archive));
      require(archive_read_support_format_raw(archive));
      break;
  }
  if (m_packed.size()) require(archive_read_set_seek_callback(archive, &on_seek));
  require(archive_read_set_read_callback(archive, &on_read));
  require(archive_read_set_callback_data(archive, this));
  require(archive_read_open1(archive));
}

std::optional<std::string> ArchiveReader::next_member() {
  archive_entry* entry = nullptr;
  for (;;) {
    int status = ARCHIVE_RETRY;
    while (status == ARCHIVE_RETRY) status = archive_read_next_header(m_archive.get(), &entry);
    if (status == ARCHIVE_EOF) return std::nullopt;
    // A warning is about the name, which is only shown.
    if (status < ARCHIVE_WARN) fail(status);
    if (archive_entry_filetype(entry) != AE_IFDIR) break;
  }
  m_member = std::make_unique<Member>(*this, entry);
  const char* const name = archive_entry_pathname(entry);
  return name == nullptr ? std::string() : std::string(name);
}

ByteSource& ArchiveReader::member() {
  assert(m_member);
  return *m_member;
}

bool ArchiveReader::failed_at_cut() const {
  const char* const said = archive_error_string(m_archive.get());
  if (m_thrown || said == nullptr) return false;
  // libarchive has no code for this, only words; for deflate it passes on that the library wants
  // more input, which damage may cause too.
  const std::string_view reason(said);
  constexpr std::string_view zlib_wants_more = "(-5)";  // Z_BUF_ERROR
  return to_lower(reason).find("truncated") != std::string::npos ||
         (m_ended && reason.ends_with(zlib_wants_more));
}

void ArchiveReader::fail(int status) {
  m_broken = m_broken || status == ARCHIVE_FATAL;
  if (m_thrown) std::rethrow_exception(std::exchange(m_thrown, nullptr));
  const char* const reason = archive_error_string(m_archive.get());
  throw InputError(fmt::format("the archive is damaged or cut off ({})",
                               reason == nullptr ? "no reason given" : printable(reason)));
}

la_ssize_t ArchiveReader::on_read(struct archive* archive, void* self, const void** octets) {
  auto& reader = *static_cast<ArchiveReader*>(self);
  try {
    const auto packed = reader.m_packed.next();
    reader.m_position += packed.size();
    reader.m_ended = packed.empty();
    *octets = packed.data();
    return static_cast<la_ssize_t>(packed.size());
  } catch (...) {
    reader.m_thrown = std::current_exception();
    archive_set_error(archive, EIO, "the container around it cannot be read");
    return ARCHIVE_FATAL;
  }
}

la_int64_t ArchiveReader::on_seek(struct archive* archive, void* self, la_int64_t offset,
                                  int whence) {
  auto& reader = *static_cast<ArchiveReader*>(self);
  try {
    const auto size = static_cast<la_int64_t>(reader.m_packed.size().value());
    const auto base = whence == SEEK_SET   ? 0
                      : whence == SEEK_CUR ? static_cast<la_int64_t>(reader.m_position)
                                           : size;
    const auto target = std::clamp<la_int64_t>(base + offset, 0, size);
    reader.m_packed.seek(static_cast<std::uint64_t>(target));
    reader.m_position = static_cast<std::uint64_t>(target);
    reader.m_ended = false;
    return target;
  } catch (...) {
    reader.m_thrown = std::current_exception();
    archive_set_error(archive, EIO, "the container around it cannot be read");
    return ARCHIVE_FATAL;
  }
}

}  // namespace hardfail::ingest
