#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "environment.hpp"
#include "hardfail/dns/network.hpp"
#include "hardfail/render/format.hpp"
#include "options/options.hpp"

namespace hardfail::cli {

enum class Verbosity : std::uint8_t { quiet, normal, verbose };

/// Where DNS answers come from.
struct DnsOptions {
  std::optional<std::filesystem::path> zone;  ///< a master file in place of the network
  dns::NetworkOptions network;
};

/// What every command is told.
struct GlobalOptions {
  render::Format format = render::Format::text;
  render::Page page;
  std::optional<std::filesystem::path> output;
  Verbosity verbosity = Verbosity::normal;
  DnsOptions dns;
};

[[nodiscard]] std::vector<OptionSpec> global_option_specs();

/// Throws Error (usage, configuration) for a value that makes no sense.
[[nodiscard]] GlobalOptions read_global_options(const Options& options,
                                                const Environment& environment);

/// The configuration file to read: --config, else the first that exists of
/// $XDG_CONFIG_HOME/hardfail/hardfail.conf (~/.config where that is unset) and
/// /etc/hardfail/hardfail.conf.
[[nodiscard]] std::optional<std::filesystem::path> config_file(const Options& options,
                                                               const Environment& environment);

/// $XDG_DATA_HOME/hardfail (~/.local/share where that is unset); nullopt without a home directory.
[[nodiscard]] std::optional<std::filesystem::path> data_folder(const Environment& environment);

/// The name of the database: --db, else $HARDFAIL_DB, else the configuration's, else
/// hardfail.db in data_folder(). The environment
/// overrides the file, because it is closer to the call. Throws Error (configuration) if there is
/// not even a home directory.
[[nodiscard]] std::filesystem::path database_path(const Options& options,
                                                  const Environment& environment);

}  // namespace hardfail::cli
