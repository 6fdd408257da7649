#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <ostream>
#include <span>
#include <string>

#include "hardfail/sandbox/sandbox.hpp"
#include "hardfail/util/time.hpp"

namespace hardfail::cli {

/// Everything the program takes from its environment, so that a test can replace it.
struct Environment {
  std::function<std::optional<std::string>(const char* name)> variable;
  std::function<Moment()> now;
  std::function<std::chrono::steady_clock::time_point()> ticks;
  std::ostream& out;            ///< the answer, and nothing else
  std::ostream& err;            ///< progress, warnings, errors
  std::size_t out_columns = 0;  ///< 0: standard output is not a terminal
  std::size_t err_columns = 0;  ///< 0: standard error is not a terminal
  /// sandbox::confine(), which is for good; where there is none, nothing is taken away.
  std::function<sandbox::Confinement(std::span<const std::filesystem::path>, sandbox::Network)>
      confine = {};
};

/// The variable where it is set and not empty.
[[nodiscard]] std::optional<std::string> variable(const Environment& environment, const char* name);

}  // namespace hardfail::cli
