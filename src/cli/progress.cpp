#include "progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace hardfail::cli {

Progress::Progress(const Environment& environment, Verbosity verbosity, std::uint64_t files)
    : m_environment(environment),
      m_files(files),
      m_started(environment.ticks()),
      m_drawn(m_started),
      m_enabled(environment.err_is_terminal && verbosity != Verbosity::quiet) {}

void Progress::show(std::uint64_t files_done, std::uint64_t rows) {
  if (!m_enabled) return;
  const auto now = m_environment.ticks();
  if (now - m_drawn < std::chrono::milliseconds(100)) return;
  m_drawn = now;

  constexpr std::size_t bar_width = 24;
  const double done =
      m_files == 0 ? 1.0 : static_cast<double>(files_done) / static_cast<double>(m_files);
  const auto filled = std::min(bar_width, static_cast<std::size_t>(done * bar_width));
  const std::chrono::duration<double> elapsed = now - m_started;
  const auto rate = static_cast<double>(rows) / std::max(elapsed.count(), 0.001);
  m_environment.err << fmt::format("\r[{}{}] {} of {} files, {} rows, {:.0f} rows/s\x1b[K",
                                   std::string(filled, '#'), std::string(bar_width - filled, '.'),
                                   files_done, m_files, rows, rate)
                    << std::flush;
  m_visible = true;
}

void Progress::clear() {
  if (!m_visible) return;
  m_environment.err << "\r\x1b[K" << std::flush;
  m_visible = false;
}

}  // namespace hardfail::cli
