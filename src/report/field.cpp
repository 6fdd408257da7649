#include "field.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "hardfail/net/idna.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::report {
namespace {

/// The whole number before an optional fraction.
struct Decimal {
  std::uint64_t whole = 0;
  std::string_view fraction;  ///< digits after the point
};

std::optional<Decimal> read_decimal(std::string_view text) {
  const auto point = text.find('.');
  const auto whole = parse_unsigned(text.substr(0, point));
  if (!whole) return std::nullopt;
  const auto fraction =
      point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
  if (!std::ranges::all_of(fraction, is_digit)) return std::nullopt;
  return Decimal{*whole, fraction};
}

/// The domain of an address, or the text itself; without angle brackets.
std::string_view without_mailbox(std::string_view text) {
  const auto at = text.rfind('@');
  if (at != std::string_view::npos) text.remove_prefix(at + 1);
  if (text.starts_with('<')) text.remove_prefix(1);
  if (text.ends_with('>')) text.remove_suffix(1);
  return trim(text);
}

/// `text` without the plus sign and the separators of thousands that some locales write; a point is
/// not one of them, since it may begin a fraction. Empty where they do not stand every three
/// digits.
std::string without_grouping(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto separator = text.find_first_not_of("0123456789");
  if (separator == std::string_view::npos) return std::string(text);
  constexpr std::string_view separators = ",' ";
  if (separators.find(text[separator]) == std::string_view::npos) return {};
  const auto groups = split(text, text[separator]);
  std::string digits;
  for (const auto group : groups) {
    const bool is_first = digits.empty();
    if (is_first ? group.empty() || group.size() > 3 || group.front() == '0' : group.size() != 3) {
      return {};
    }
    digits += group;
  }
  return digits;
}

/// ISO 8601 without the fraction of its seconds.
std::string without_fraction(std::string_view text) {
  const auto point = text.find('.');
  if (point == std::string_view::npos) return std::string(text);
  const auto end = std::min(text.find_first_not_of("0123456789", point + 1), text.size());
  return std::string(text.substr(0, point)).append(text.substr(end));
}

/// `text` without the port that some write behind an address: "192.0.2.1:25", "[2001:db8::1]:25".
std::string_view without_port(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos || !parse_unsigned(text.substr(colon + 1))) return text;
  const auto address = text.substr(0, colon);
  const bool is_plain = address.ends_with(']') || address.find(':') == std::string_view::npos;
  return is_plain ? address : text;
}

}  // namespace

std::optional<DomainName> read_domain(std::string_view text, std::string_view element,
                                      WarningLog& log) {
  if (text.empty() || text == "<>") return std::nullopt;
  if (text.find_first_of("@<>,;") == std::string_view::npos) {
    auto domain = parse_international(text);
    if (!domain) log.note("domain", element, text, "is not a domain name and is left out");
    return domain;
  }
  const auto name = without_mailbox(trim(text.substr(0, text.find_first_of(",;"))));
  std::optional<DomainName> domain;
  if (name.find_first_of("<>") == std::string_view::npos) domain = parse_international(name);
  log.note("domain", element, text,
           domain ? fmt::format("is read as {}", printable(domain->text()))
                  : "is not a domain name and is left out");
  return domain;
}

std::optional<IpAddress> read_address(std::string_view text, WarningLog& log) {
  if (auto address = IpAddress::parse(text)) return address;
  auto plain = without_port(text);
  if (plain.starts_with('[') && plain.ends_with(']')) plain = plain.substr(1, plain.size() - 2);
  constexpr std::string_view tag = "IPv6:";
  if (iequals(plain.substr(0, tag.size()), tag)) plain.remove_prefix(tag.size());
  const auto slash = plain.find('/');
  const auto address = IpAddress::parse(plain.substr(0, std::min(slash, plain.find('%'))));
  if (!address) return std::nullopt;
  if (slash != std::string_view::npos &&
      parse_unsigned(plain.substr(slash + 1)) != address->width()) {
    return std::nullopt;
  }
  log.note("address", "source_ip", text, fmt::format("is read as {}", address->to_string()));
  return address;
}

std::optional<std::uint64_t> read_count(std::string_view text, WarningLog& log) {
  constexpr std::uint64_t most = 100'000'000'000;
  auto number = read_decimal(text);
  if (!number) {
    const auto whole = parse_unsigned(without_grouping(text));
    if (!whole) return std::nullopt;
    log.note("number", "count", text, fmt::format("is read as {}", *whole));
    number = Decimal{*whole, {}};
  }
  if (number->whole > most) return std::nullopt;
  if (number->fraction.find_first_not_of('0') != std::string_view::npos) return std::nullopt;
  return number->whole;
}

std::optional<Moment> read_moment(std::string_view text, WarningLog& log) {
  using namespace std::chrono;
  constexpr Moment epoch{};
  constexpr Moment latest = sys_days{2101y / January / 1};
  constexpr std::uint64_t first_in_milliseconds = 1'000'000'000'000;
  constexpr auto units =
      std::to_array<std::string_view>({"seconds", "milliseconds", "microseconds", "nanoseconds"});

  std::optional<Moment> moment;
  if (auto number = read_decimal(text)) {
    std::size_t unit = 0;
    for (; number->whole >= first_in_milliseconds && unit + 1 < units.size(); ++unit) {
      number->whole /= 1000;
    }
    if (unit > 0) log.note("date", "date", text, fmt::format("is read as {}", units[unit]));
    // Far beyond any calendar the number would not fit the clock.
    if (number->whole < first_in_milliseconds) moment = Moment{seconds{number->whole}};
  } else if ((moment = parse_iso8601(without_fraction(text)))) {
    log.note("date", "date", text, "is read as ISO 8601");
  }
  if (!moment || *moment <= epoch || *moment >= latest) return std::nullopt;
  return moment;
}

std::string read_text(std::string_view text, std::size_t limit, WarningLog& log) {
  if (text.size() > limit) log.note("long-text", "texts longer than the limit are shortened");
  return shortened(text, limit);
}

}  // namespace hardfail::report
