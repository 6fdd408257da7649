#include "import/progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "hardfail/util/count.hpp"

namespace hardfail::cli {

namespace {

/// "5 s", "3 min", "2 h 5 min"
std::string duration_text(std::chrono::duration<double> time) {
  using namespace std::chrono;
  if (time < seconds(100)) return fmt::format("{:.0f} s", std::ceil(time.count()));
  const auto left = ceil<minutes>(time);
  if (left < minutes(100)) return fmt::format("{} min", left.count());
  return fmt::format("{} h {} min", floor<hours>(left).count(), (left % hours(1)).count());
}

/// The text behind a bar, as far as there is room.
std::string with_bar(double share, const std::string& text, std::size_t room) {
  constexpr std::size_t widest = 24;
  constexpr std::size_t narrowest = 4;
  constexpr std::size_t around = 3;  // brackets and a blank
  if (text.size() + around + narrowest > room) return text;
  const auto width = std::min(widest, room - text.size() - around);
  const auto filled = static_cast<std::size_t>(share * static_cast<double>(width));
  return fmt::format("[{}{}] {}", std::string(filled, '#'), std::string(width - filled, '.'), text);
}

}  // namespace

Progress::Progress(const Environment& environment, Verbosity verbosity, const Done& whole)
    : m_environment(environment),
      m_line(environment, verbosity),
      m_whole(whole),
      m_started(environment.ticks()) {}

void Progress::show(const Done& done) {
  if (m_line.is_due()) m_line.draw(line(done, m_environment.ticks() - m_started));
}

std::string Progress::line(const Done& done, std::chrono::duration<double> elapsed) const {
  // Files grow while they are read, and of standard input nobody knows the size.
  const bool is_known = m_whole.octets > 0;
  const double share =
      is_known
          ? std::min(1.0, static_cast<double>(done.octets) / static_cast<double>(m_whole.octets))
          : 0.0;
  const auto rate = static_cast<double>(done.rows) / std::max(elapsed.count(), 0.001);
  auto text =
      fmt::format("{} of {} files, {} rows, {} rows/s", grouped(done.files), grouped(m_whole.files),
                  grouped(done.rows), grouped(static_cast<std::uint64_t>(std::llround(rate))));
  if (share > 0) text += fmt::format(", {} left", duration_text(elapsed * (1 / share - 1)));
  return with_bar(share, text, m_line.room());
}

}  // namespace hardfail::cli
