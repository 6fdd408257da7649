#include "byte_source.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <system_error>
#include <utility>

#include "hardfail/util/error.hpp"

namespace hardfail::ingest {
namespace {

[[noreturn]] void fail(std::string_view action) {
  throw InputError(
      fmt::format("it cannot be {}: {}", action, std::generic_category().message(errno)));
}

int open_file(const std::filesystem::path& path) {
  if (path == "-") return STDIN_FILENO;
  // So as not to wait here for somebody to write into a FIFO.
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  if (descriptor < 0) fail("opened");
  return descriptor;
}

FileStamp stamp_from(const struct stat& status) {
  constexpr std::int64_t nanoseconds = 1'000'000'000;
  return {status.st_dev, status.st_ino, static_cast<std::uint64_t>(status.st_size),
          status.st_mtim.tv_sec * nanoseconds + status.st_mtim.tv_nsec};
}

}  // namespace

std::optional<FileStamp> stamp_of(const std::filesystem::path& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) return std::nullopt;
  return stamp_from(status);
}

std::string_view ByteSource::next() {
  if (m_ahead.empty()) return read();
  m_taken.swap(m_ahead);
  m_ahead.clear();
  return m_taken;
}

std::string_view ByteSource::peek(std::size_t wanted) {
  while (m_ahead.size() < wanted) {
    const auto octets = read();
    if (octets.empty()) break;
    m_ahead.append(octets);
  }
  return std::string_view(m_ahead).substr(0, wanted);
}

void ByteSource::give_back(std::string_view octets) { m_ahead = std::string(octets) + m_ahead; }

void ByteSource::seek(std::uint64_t offset) {
  assert(size());
  m_ahead.clear();
  move_to(offset);
}

std::string_view MemorySource::read() {
  const auto octets = m_octets.substr(m_at, chunk_octets);
  m_at += octets.size();
  return octets;
}

void MemorySource::move_to(std::uint64_t offset) {
  m_at = static_cast<std::size_t>(std::min<std::uint64_t>(offset, m_octets.size()));
}

FileSource::FileSource(const std::filesystem::path& path, std::function<void()> waiting)
    : m_waiting(std::move(waiting)), m_descriptor(open_file(path)), m_buffer(chunk_octets) {
  struct stat status {};
  if (fstat(m_descriptor, &status) != 0) fail("read");
  if (S_ISDIR(status.st_mode)) throw InputError("it is a directory");
  if (m_descriptor == STDIN_FILENO) return;  // it may be a file that is half read already
  m_stamp = stamp_from(status);
  if (S_ISREG(status.st_mode)) m_size = m_stamp->octets;
}

FileSource::~FileSource() {
  if (m_descriptor != STDIN_FILENO) close(m_descriptor);
}

void FileSource::wait_for_octets() const {
  constexpr int milliseconds = 100;
  pollfd polled{m_descriptor, POLLIN, 0};
  for (;;) {
    const int ready = poll(&polled, 1, milliseconds);
    if (ready > 0) return;
    if (ready < 0 && errno != EINTR) fail("read");
    m_waiting();
  }
}

std::string_view FileSource::read() {
  for (;;) {
    if (!m_size) wait_for_octets();
    const auto got = ::read(m_descriptor, m_buffer.data(), m_buffer.size());
    if (got >= 0) {
      m_position += static_cast<std::uint64_t>(got);
      return {m_buffer.data(), static_cast<std::size_t>(got)};
    }
    if (errno != EINTR && errno != EAGAIN) fail("read");
  }
}

void FileSource::move_to(std::uint64_t offset) {
  if (lseek(m_descriptor, static_cast<off_t>(offset), SEEK_SET) < 0) fail("read");
  m_position = offset;
}

}  // namespace hardfail::ingest
