#pragma once

#include <chrono>
#include <string>

#include "environment.hpp"
#include "options/global_options.hpp"

namespace hardfail::cli {

/// A line on a terminal that says what is going on, written over again and again; nothing if
/// standard error is not a terminal, or with --quiet.
class StatusLine {
 public:
  StatusLine(const Environment& environment, Verbosity verbosity);
  StatusLine(const StatusLine&) = delete;
  StatusLine& operator=(const StatusLine&) = delete;
  StatusLine(StatusLine&&) = delete;
  StatusLine& operator=(StatusLine&&) = delete;
  ~StatusLine() { clear(); }

  /// True if it is time to draw: at most ten times a second, the first time after one tenth.
  [[nodiscard]] bool is_due();

  /// Columns to write in: one less than there are, since a full line would make some terminals
  /// scroll.
  [[nodiscard]] std::size_t room() const { return m_environment.err_columns - 1; }

  /// Writes the line, cut to the room. Pre: is_due() said so.
  void draw(const std::string& text);

  /// Removes the line, so that a message can take its place.
  void clear();

 private:
  const Environment& m_environment;
  std::chrono::steady_clock::time_point m_drawn;
  bool m_enabled;
  bool m_visible = false;
};

}  // namespace hardfail::cli
