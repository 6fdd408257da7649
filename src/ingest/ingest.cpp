#include "hardfail/ingest/ingest.hpp"

#include "hardfail/util/error.hpp"
#include "input_reader.hpp"

namespace hardfail::ingest {

InputSummary read_input(const std::filesystem::path& path, const Limits& limits, Sink& sink) {
  std::optional<FileSource> file;
  try {
    file.emplace(path);
  } catch (const InputError& error) {
    return {0, 0, {{path.string(), {}, error.what()}}};
  }
  auto summary = InputReader(*file, path.string(), limits, sink).read();
  summary.stamp = file->stamp();
  return summary;
}

}  // namespace hardfail::ingest
