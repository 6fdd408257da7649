#include "hardfail/ingest/ingest.hpp"

#include <algorithm>

#include "digest.hpp"
#include "hardfail/util/error.hpp"
#include "input_reader.hpp"

namespace hardfail::ingest {

namespace {

const ledger::KnownFile* find(std::span<const ledger::KnownFile> known,
                              const ledger::Digest& digest) {
  const auto found = std::ranges::lower_bound(known, digest, {}, &ledger::KnownFile::digest);
  return found != known.end() && found->digest == digest ? &*found : nullptr;
}

/// Pre: `input` has a size.
InputSummary read_whole(ByteSource& input, const std::string& name, const Limits& limits,
                        std::span<const ledger::KnownFile> known, Sink& sink) {
  const auto digest = digest_of(input);
  if (const auto* before = find(known, digest)) {
    return {
        .reports = before->reports, .skipped = before->skipped, .digest = digest, .known = true};
  }
  auto summary = InputReader(input, name, limits, sink).read();
  summary.digest = digest;
  return summary;
}

InputSummary read_file(FileSource& file, const std::filesystem::path& path, const Limits& limits,
                       std::span<const ledger::KnownFile> known, Sink& sink) {
  if (!file.size()) return InputReader(file, path.string(), limits, sink).read();
  auto summary = read_whole(file, path.string(), limits, known, sink);
  if (!summary.known && stamp_of(path) != file.stamp()) summary.digest.reset();
  return summary;
}

}  // namespace

InputSummary read_input(const std::filesystem::path& path, const Limits& limits,
                        std::span<const ledger::KnownFile> known, Sink& sink) {
  std::optional<FileSource> file;
  InputSummary summary;
  try {
    file.emplace(path, [&sink] { sink.waiting(); });
    summary = read_file(*file, path, limits, known, sink);
  } catch (const InputError& error) {
    return {0, 0, {{path.string(), {}, error.what()}}};
  }
  summary.stamp = file->stamp();
  return summary;
}

InputSummary read_octets(std::string_view octets, const std::string& name, const Limits& limits,
                         std::span<const ledger::KnownFile> known, Sink& sink) {
  MemorySource input(octets);
  try {
    return read_whole(input, name, limits, known, sink);
  } catch (const InputError& error) {
    return {0, 0, {{name, {}, error.what()}}};
  }
}

}  // namespace hardfail::ingest
