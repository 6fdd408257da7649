#include "options/import_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <thread>

#include "hardfail/util/text.hpp"

namespace hardfail::cli {
namespace {

namespace fs = std::filesystem;

std::optional<unsigned> parse_jobs(std::string_view text) {
  constexpr std::uint64_t most = 64;
  const auto number = parse_positive(text);
  return number && *number <= most ? std::optional(static_cast<unsigned>(*number)) : std::nullopt;
}

/// A number of octets or things: "5000", "64K", "256M", "20G".
std::optional<std::uint64_t> parse_bound(std::string_view text) {
  unsigned shift = 0;
  if (text.ends_with('K')) shift = 10;
  if (text.ends_with('M')) shift = 20;
  if (text.ends_with('G')) shift = 30;
  if (shift > 0) text.remove_suffix(1);
  const auto number = parse_positive(text);
  if (!number || *number > std::numeric_limits<std::uint64_t>::max() >> shift) return std::nullopt;
  return *number << shift;
}

std::optional<fs::path> parse_directory(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional<fs::path>(text);
}

template <typename Bound>
void replace(Bound& bound, const Options& options, std::string_view name) {
  const auto parse = [](std::string_view text) -> std::optional<Bound> {
    const auto number = parse_bound(text);
    if (!number || *number > std::numeric_limits<Bound>::max()) return std::nullopt;
    return static_cast<Bound>(*number);
  };
  if (const auto given =
          options.get(name, "a whole number such as 5000, 64K, 256M or 20G", parse)) {
    bound = *given;
  }
}

ingest::Limits read_limits(const Options& options) {
  ingest::Limits limits;
  replace(limits.unpacked_octets, options, "limit-unpacked-octets");
  replace(limits.ratio, options, "limit-ratio");
  replace(limits.nesting, options, "limit-nesting");
  replace(limits.members, options, "limit-members");
  replace(limits.mail_octets, options, "limit-mail-octets");
  replace(limits.report.records, options, "limit-records");
  replace(limits.report.record_octets, options, "limit-record-octets");
  replace(limits.report.head_octets, options, "limit-head-octets");
  replace(limits.report.text_octets, options, "limit-text-octets");
  constexpr std::size_t least_text = 16;  // what is cut still has to say something
  if (limits.report.text_octets < least_text) {
    throw Error(Failure::usage, fmt::format("--limit-text-octets takes {} at least", least_text));
  }
  return limits;
}

/// The command line overrules the configuration, also where that asks for the other of the two.
Afterwards read_afterwards(const Options& options) {
  const bool removes = options.is_on("delete");
  const auto* const move = options.find("move-to");
  if (!removes) return move != nullptr ? Afterwards::move : Afterwards::stay;
  if (move == nullptr) return Afterwards::remove;
  const auto source = options.find("delete")->source;
  if (source == move->source) {
    const bool is_call = source == Options::Source::command_line;
    throw Error(
        is_call ? Failure::usage : Failure::configuration,
        fmt::format("{} and {} exclude each other", options.find("delete")->where, move->where));
  }
  return source == Options::Source::command_line ? Afterwards::remove : Afterwards::move;
}

}  // namespace

std::vector<OptionSpec> import_option_specs() {
  constexpr auto both = Place::command_line_or_config;
  return {
      {"move-to", "DIR", "move files there once their reports are safe", both},
      {"delete", "", "delete files once their reports are safe", both},
      {"rejected-to", "DIR", "move files there if anything in them was rejected", both},
      {"jobs", "N", "threads that unpack and parse (default: one per processor)", both},
      {"limit-unpacked-octets", "N", "what one file may unpack to (default: 20G)", both},
      {"limit-ratio", "N", "ratio of unpacked to packed, beyond 16M (default: 2000)", both},
      {"limit-nesting", "N", "containers within containers (default: 4)", both},
      {"limit-members", "N", "files in one archive or mail (default: 100000)", both},
      {"limit-mail-octets", "N", "size of one mail (default: 256M)", both},
      {"limit-records", "N", "records of one report (default: 20000000)", both},
      {"limit-record-octets", "N", "XML of one record (default: 1M)", both},
      {"limit-head-octets", "N", "XML of a report outside its records (default: 1M)", both},
      {"limit-text-octets", "N", "length at which texts are cut (default: 1024)", both},
  };
}

ImportOptions read_import_options(const Options& options) {
  ImportOptions import;
  import.limits = read_limits(options);
  import.jobs = options.get("jobs", "a whole number from 1 to 64", parse_jobs)
                    .value_or(std::max(1U, std::thread::hardware_concurrency()));
  import.move_to = options.get("move-to", "the name of a directory", parse_directory);
  import.rejected_to = options.get("rejected-to", "the name of a directory", parse_directory);
  import.imported = read_afterwards(options);
  return import;
}

}  // namespace hardfail::cli
