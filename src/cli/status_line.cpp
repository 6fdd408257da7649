#include "status_line.hpp"

namespace hardfail::cli {

StatusLine::StatusLine(const Environment& environment, Verbosity verbosity)
    : m_environment(environment),
      m_drawn(environment.ticks()),
      m_enabled(environment.err_columns > 0 && verbosity != Verbosity::quiet) {}

bool StatusLine::is_due() {
  if (!m_enabled) return false;
  const auto now = m_environment.ticks();
  if (now - m_drawn < std::chrono::milliseconds(100)) return false;
  m_drawn = now;
  return true;
}

void StatusLine::draw(const std::string& text) {
  m_environment.err << '\r' << text.substr(0, room()) << "\x1b[K" << std::flush;
  m_visible = true;
}

void StatusLine::clear() {
  if (!m_visible) return;
  m_environment.err << "\r\x1b[K" << std::flush;
  m_visible = false;
}

}  // namespace hardfail::cli
