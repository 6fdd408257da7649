// stages PATH...: what unpacking costs, the digest of the file included, and unpacking and parsing
// together, without a database. Not a test: it prints figures for tests/bench/import.py.

#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdlib>

#include "archive_reader.hpp"
#include "content_kind.hpp"
#include "digest.hpp"
#include "gzip_source.hpp"
#include "hardfail/util/error.hpp"

namespace {

using namespace hardfail;
using namespace hardfail::ingest;

/// The processor's time, since the machine may be busy with other things.
double processor_seconds() {
  rusage usage{};
  if (getrusage(RUSAGE_SELF, &usage) != 0) std::abort();
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

class Counter final : public Sink {
 public:
  void record(report::Record&& /*record*/) override { ++rows; }
  void report(report::Report&& /*report*/, std::string_view /*member*/) override { ++reports; }
  void discard() override {}
  std::uint64_t rows = 0;
  std::uint64_t reports = 0;
};

std::uint64_t drain(ByteSource& octets) {
  std::uint64_t read = 0;
  for (auto piece = octets.next(); !piece.empty(); piece = octets.next()) read += piece.size();
  return read;
}

std::uint64_t unpack(const std::filesystem::path& path, const Limits& limits) {
  FileSource file(path);
  static_cast<void>(digest_of(file));  // as read_input() does first
  Budget budget(limits, file);
  const auto kind = content_kind(file.peek(kind_octets));
  if (kind == ContentKind::gzip) {
    GzipSource gzip(file, budget);
    return drain(gzip);
  }
  if (kind != ContentKind::zip) return drain(file);
  ArchiveReader archive(file, ArchiveKind::zip, budget);
  std::uint64_t read = 0;
  while (archive.next_member()) read += drain(archive.member());
  return read;
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::filesystem::path> given(argv + 1, argv + argc);
  std::vector<Rejection> rejections;
  const auto files = expand_paths(given, rejections);
  const Limits limits;

  const auto start = processor_seconds();
  std::uint64_t octets = 0;
  for (const auto& file : files) octets += unpack(file, limits);
  const auto unpacked = processor_seconds();
  Counter counter;
  for (const auto& file : files) {
    rejections = read_input(file, limits, counter).rejections;
    if (!rejections.empty()) return EXIT_FAILURE;
  }
  const auto parsed = processor_seconds();
  fmt::print("{} {} {} {:.3f} {:.3f}\n", counter.reports, counter.rows, octets, unpacked - start,
             parsed - unpacked);
}
