#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "hardfail/util/error.hpp"
#include "hardfail/util/expected.hpp"
#include "hardfail/util/secret.hpp"

namespace hardfail::process {

/// A program and its arguments. PATH is searched for the program; no shell sees any of it.
struct Command {
  std::vector<std::string> words;
};

/// Reads a command as written in a configuration: words between blanks; '...' takes all literally,
/// "..." all but \" and \\, and a backslash outside of quotes the next character. Nothing is
/// expanded. Refuses one without words, without a closing quote, or with a control character.
[[nodiscard]] Expected<Command, Problem> parse_command(std::string_view text);

/// How long a program may run, and how much is kept of what it says.
struct Limits {
  std::chrono::seconds timeout{60};
  std::size_t output = 1 << 20;  ///< octets of each stream; the rest is read and dropped
};

/// How a program ended.
struct Outcome {
  int status = 0;  ///< as a shell has it: the exit status, or 128 + the signal that ended it
  std::string out;
  std::string err;
};

/// Runs a program to its end with `input` on its standard input, in a process group of its own. A
/// program that does not read it all is no failure. Of the environment it gets PATH, HOME, USER,
/// LANG and TZ, of the open files none. What it leaves in the background lives on.
///
/// Throws Error (configuration) where it cannot be started, and Error (io) where it has not ended
/// in time; its process group is then killed. Messages name the program and none of its arguments.
[[nodiscard]] Outcome run(const Command& command, std::string_view input, const Limits& limits);

/// The secret that a program prints, as take_secret() takes it. Throws Error as run() does, and
/// Error (configuration) where it ends with another status than 0 or prints no secret. What it says
/// on standard error is shown.
[[nodiscard]] Secret run_for_secret(const Command& command, const Limits& limits = {});

}  // namespace hardfail::process
