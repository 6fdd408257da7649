#include "hardfail/util/time.hpp"

#include <fmt/format.h>

#include "hardfail/util/text.hpp"

namespace hardfail {
namespace {

namespace chr = std::chrono;

/// Takes `width` digits off the head of `text`.
std::optional<int> take_number(std::string_view& text, std::size_t width) {
  if (text.size() < width) return std::nullopt;
  const auto value = parse_unsigned(text.substr(0, width));
  if (!value) return std::nullopt;
  text.remove_prefix(width);
  return static_cast<int>(*value);
}

bool take(std::string_view& text, char expected) {
  if (text.empty() || text.front() != expected) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<chr::sys_days> take_date(std::string_view& text) {
  const auto year = take_number(text, 4);
  if (!year || !take(text, '-')) return std::nullopt;
  const auto month = take_number(text, 2);
  if (!month || !take(text, '-')) return std::nullopt;
  const auto day = take_number(text, 2);
  if (!day) return std::nullopt;
  const chr::year_month_day date{chr::year{*year}, chr::month{static_cast<unsigned>(*month)},
                                 chr::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return std::nullopt;
  return chr::sys_days{date};
}

/// hh:mm
std::optional<chr::seconds> take_clock(std::string_view& text, int last_hour) {
  const auto hour = take_number(text, 2);
  if (!hour || *hour > last_hour || !take(text, ':')) return std::nullopt;
  const auto minute = take_number(text, 2);
  if (!minute || *minute > 59) return std::nullopt;
  return chr::hours{*hour} + chr::minutes{*minute};
}

}  // namespace

std::optional<Moment> parse_iso8601(std::string_view text) {
  const auto date = take_date(text);
  if (!date) return std::nullopt;
  if (text.empty()) return Moment{*date};

  if (!take(text, 'T') && !take(text, ' ')) return std::nullopt;
  auto clock = take_clock(text, 23);
  if (!clock) return std::nullopt;
  if (take(text, ':')) {
    const auto second = take_number(text, 2);
    if (!second || *second > 60) return std::nullopt;
    *clock += chr::seconds{*second};
  }

  if (text.empty() || text == "Z") return *date + *clock;
  const bool east = text.front() == '+';
  if (!east && text.front() != '-') return std::nullopt;
  text.remove_prefix(1);
  const auto offset = take_clock(text, 14);
  if (!offset || !text.empty()) return std::nullopt;
  return *date + *clock - (east ? *offset : -*offset);
}

std::string to_iso8601(Moment moment) {
  const auto clock = chr::hh_mm_ss{moment - chr::floor<chr::days>(moment)};
  return fmt::format("{}T{:02}:{:02}:{:02}Z", to_iso_date(moment), clock.hours().count(),
                     clock.minutes().count(), clock.seconds().count());
}

std::string to_iso_date(Moment moment) {
  const chr::year_month_day date{chr::floor<chr::days>(moment)};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

}  // namespace hardfail
