#pragma once

#include <string>

#include "commands/command.hpp"

namespace hardfail::cli {

/// What a report of a fault needs, to be handed to strangers: versions, the system, what the
/// configuration sets, and the database in numbers. No name, address, path, or text of a report is
/// in it; domains have numbers.
[[nodiscard]] std::string bundle(const Invocation& invocation);

}  // namespace hardfail::cli
