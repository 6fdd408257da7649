#include "moment.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <string>

#include "hardfail/util/text.hpp"

namespace hardfail::querylog {
namespace {

namespace chr = std::chrono;

constexpr std::array<std::string_view, 12> months = {"jan", "feb", "mar", "apr", "may", "jun",
                                                     "jul", "aug", "sep", "oct", "nov", "dec"};

std::optional<unsigned> month_of(std::string_view word) {
  const auto found = std::ranges::find(months, to_lower(word));
  if (found == months.end()) return std::nullopt;
  return static_cast<unsigned>(found - months.begin()) + 1;
}

std::optional<Moment> moment_on(int year, unsigned month, std::uint64_t day,
                                std::string_view time) {
  const chr::year_month_day date{chr::year{year}, chr::month{month},
                                 chr::day{static_cast<unsigned>(std::min<std::uint64_t>(day, 99))}};
  if (!date.ok()) return std::nullopt;
  return parse_iso8601(to_iso_date(chr::sys_days{date}) + 'T' +
                       std::string(time.substr(0, time.find_first_of(".,"))) + 'Z');
}

/// "27-Nov-2026 14:10:00.123", as BIND and dnstap-read have it.
std::optional<Moment> with_month_name(std::string_view date, std::string_view time) {
  const auto parts = split(date, '-');
  if (parts.size() != 3) return std::nullopt;
  const auto day = parse_unsigned(parts[0]);
  const auto month = month_of(parts[1]);
  const auto year = parse_unsigned(parts[2]);
  if (!day || !month || !year || *year > 9999) return std::nullopt;
  return moment_on(static_cast<int>(*year), *month, *day, time);
}

/// "Nov 27 14:10:00", as RFC 3164 has it.
std::optional<Moment> without_year(std::string_view month_name, std::string_view day_text,
                                   std::string_view time, Moment now) {
  const auto month = month_of(month_name);
  const auto day = parse_unsigned(day_text);
  if (!month || !day) return std::nullopt;
  const int year = static_cast<int>(chr::year_month_day{chr::floor<chr::days>(now)}.year());
  for (const int each : {year + 1, year, year - 1}) {
    const auto moment = moment_on(each, *month, *day, time);
    if (moment && *moment <= now + chr::days{1}) return moment;
  }
  return std::nullopt;
}

/// "2026-11-27T14:10:00.123Z", or the same in two words.
std::optional<Moment> iso(std::string_view date, std::string_view time) {
  auto text = std::string(date);
  if (date.find('T') == std::string_view::npos) text.append("T").append(time);
  if (const auto fraction = text.find_first_of(".,"); fraction != std::string::npos) {
    const auto end = text.find_first_not_of("0123456789", fraction + 1);
    text.erase(fraction, end == std::string::npos ? end : end - fraction);
  }
  return parse_iso8601(text);
}

std::optional<Moment> epoch(std::string_view word) {
  double number = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (error != std::errc() || end != word.data() + word.size()) return std::nullopt;
  return moment_of(number);
}

}  // namespace

std::optional<Moment> moment_of(double number) {
  constexpr double earliest = 946'684'800;  // 2000
  constexpr double latest = 4'102'444'800;  // 2100
  for (const double unit : {1.0, 1e3, 1e6, 1e9}) {
    const double seconds = number / unit;
    if (seconds >= earliest && seconds < latest) {
      return Moment{chr::seconds{static_cast<std::int64_t>(seconds)}};
    }
  }
  return std::nullopt;
}

std::optional<Moment> moment_of(std::span<const std::string_view> words, Moment now) {
  // A priority, a version or a host may come before it.
  constexpr std::size_t where_it_may_begin = 4;
  for (std::size_t i = 0; i < std::min(words.size(), where_it_may_begin); ++i) {
    auto word = words[i];
    if (word.starts_with('[')) word.remove_prefix(1);
    if (word.ends_with(']')) word.remove_suffix(1);
    const auto next = i + 1 < words.size() ? words[i + 1] : std::string_view();
    const auto after = i + 2 < words.size() ? words[i + 2] : std::string_view();
    for (const auto& moment : {epoch(word), iso(word, next), with_month_name(word, next),
                               without_year(word, next, after, now)}) {
      if (moment) return moment;
    }
  }
  return std::nullopt;
}

}  // namespace hardfail::querylog
