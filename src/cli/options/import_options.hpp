#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "hardfail/ingest/ingest.hpp"
#include "hardfail/ledger/input.hpp"
#include "options/options.hpp"

namespace hardfail::cli {

/// What becomes of a file once its reports are in the database.
enum class Afterwards : std::uint8_t { stay, move, remove };

struct ImportOptions {
  ingest::Limits limits;
  unsigned jobs = 1;
  Afterwards imported = Afterwards::stay;
  std::optional<std::filesystem::path> move_to;      ///< for Afterwards::move
  std::optional<std::filesystem::path> rejected_to;  ///< for files of which something was rejected
  /// What was rejected for the same reason before is not told of again.
  std::vector<ledger::KeptRejection> told = {};
};

[[nodiscard]] std::vector<OptionSpec> import_option_specs();

/// Throws Error (usage, configuration) for a value that makes no sense.
[[nodiscard]] ImportOptions read_import_options(const Options& options);

}  // namespace hardfail::cli
