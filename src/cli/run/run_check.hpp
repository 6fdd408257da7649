#pragma once

#include <cstdint>

#include "commands/command.hpp"

namespace hardfail::cli {

/// How far a configuration is tried.
enum class CheckDepth : std::uint8_t {
  files,    ///< what it says, and whether the files it names are there
  connect,  ///< whether servers answer, too
};

/// Tells every mistake of the configuration, a line each with file and line; the status is that of
/// a configuration error if there is any. Pre: `invocation` has options of the command line alone.
[[nodiscard]] Answer check_config(const Invocation& invocation, CheckDepth depth);

}  // namespace hardfail::cli
