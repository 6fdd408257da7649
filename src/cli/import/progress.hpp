#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "environment.hpp"
#include "options/global_options.hpp"
#include "status_line.hpp"

namespace hardfail::cli {

/// How far an import has got.
struct Done {
  std::uint64_t files = 0;
  std::uint64_t octets = 0;  ///< of the files, partly read ones included
  std::uint64_t rows = 0;
};

/// A line on a terminal that says how far an import has got; nothing if standard error is not one.
class Progress {
 public:
  /// `whole`: what there is to do, its rows not yet known.
  Progress(const Environment& environment, Verbosity verbosity, const Done& whole);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  Progress(Progress&&) = delete;
  Progress& operator=(Progress&&) = delete;
  ~Progress() = default;

  /// Redraws the line, at most ten times a second.
  void show(const Done& done);

  /// Removes the line, so that a message can take its place.
  void clear() { m_line.clear(); }

 private:
  using Ticks = std::chrono::steady_clock::time_point;
  [[nodiscard]] std::string line(const Done& done, std::chrono::duration<double> elapsed) const;

  const Environment& m_environment;
  StatusLine m_line;
  Done m_whole;
  Ticks m_started;
};

}  // namespace hardfail::cli
