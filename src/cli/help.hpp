#pragma once

#include <memory>
#include <span>
#include <string>

#include "commands/command.hpp"

namespace hardfail::cli {

using Commands = std::span<const std::unique_ptr<Command>>;

/// What `hardfail --help` prints.
[[nodiscard]] std::string program_help(Commands commands);

/// What `hardfail COMMAND --help` prints.
[[nodiscard]] std::string command_help(const Command& command);

/// What `hardfail help rules` prints: the rules of classification, a line each, the code first, in
/// the order of docs/verdict.md.
[[nodiscard]] std::string rules_help();

}  // namespace hardfail::cli
