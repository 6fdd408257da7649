#pragma once

#include <memory>
#include <span>
#include <string>

#include "command.hpp"

namespace hardfail::cli {

using Commands = std::span<const std::unique_ptr<Command>>;

/// What `hardfail --help` prints.
[[nodiscard]] std::string program_help(Commands commands);

/// What `hardfail COMMAND --help` prints.
[[nodiscard]] std::string command_help(const Command& command);

}  // namespace hardfail::cli
