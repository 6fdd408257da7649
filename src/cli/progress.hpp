#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include "environment.hpp"
#include "global_options.hpp"

namespace hardfail::cli {

/// A line on a terminal that says how far an import is; nothing where standard error is none.
class Progress {
 public:
  Progress(const Environment& environment, Verbosity verbosity, std::uint64_t files);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  Progress(Progress&&) = delete;
  Progress& operator=(Progress&&) = delete;
  ~Progress() { clear(); }

  /// Draws the line anew, ten times a second at most.
  void show(std::uint64_t files_done, std::uint64_t rows);

  /// Takes the line away, so that a message can stand there.
  void clear();

 private:
  using Ticks = std::chrono::steady_clock::time_point;
  const Environment& m_environment;
  std::uint64_t m_files;
  Ticks m_started;
  Ticks m_drawn;
  bool m_enabled;
  bool m_visible = false;
};

}  // namespace hardfail::cli
