#pragma once

#include <span>
#include <string>

#include "environment.hpp"

namespace hardfail::cli {

/// The whole program: `arguments` without its own name. Gives the exit status; throws nothing.
[[nodiscard]] int run_program(std::span<const std::string> arguments,
                              const Environment& environment);

}  // namespace hardfail::cli
