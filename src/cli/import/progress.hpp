#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "environment.hpp"
#include "options/global_options.hpp"

namespace hardfail::cli {

/// How far an import is.
struct Done {
  std::uint64_t files = 0;
  std::uint64_t octets = 0;  ///< of the files, those read half included
  std::uint64_t rows = 0;
};

/// A line on a terminal that says how far an import is; nothing where standard error is none.
class Progress {
 public:
  /// `whole`: what there is to do, its rows not yet known.
  Progress(const Environment& environment, Verbosity verbosity, const Done& whole);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  Progress(Progress&&) = delete;
  Progress& operator=(Progress&&) = delete;
  ~Progress() { clear(); }

  /// Draws the line anew, ten times a second at most.
  void show(const Done& done);

  /// Takes the line away, so that a message can stand there.
  void clear();

 private:
  using Ticks = std::chrono::steady_clock::time_point;
  [[nodiscard]] std::string line(const Done& done, std::chrono::duration<double> elapsed) const;

  const Environment& m_environment;
  Done m_whole;
  Ticks m_started;
  Ticks m_drawn;
  bool m_enabled;
  bool m_visible = false;
};

}  // namespace hardfail::cli
