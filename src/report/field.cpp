#include "field.hpp"

#include <fmt/format.h>

#include <algorithm>

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

}  // namespace

std::optional<DomainName> read_domain(std::string_view text, std::string_view element,
                                      WarningLog& log) {
  if (text.empty() || text == "<>") return std::nullopt;
  if (text.find_first_of("@<>,;") == std::string_view::npos) {
    auto domain = DomainName::parse(text);
    if (!domain) log.note("domain", element, text, "is no domain name and is left out");
    return domain;
  }
  const auto name = without_mailbox(trim(text.substr(0, text.find_first_of(",;"))));
  std::optional<DomainName> domain;
  if (name.find_first_of("<>") == std::string_view::npos) domain = DomainName::parse(name);
  log.note("domain", element, text,
           domain ? fmt::format("is taken for {}", printable(domain->text()))
                  : "is no domain name and is left out");
  return domain;
}

std::optional<IpAddress> read_address(std::string_view text, WarningLog& log) {
  if (auto address = IpAddress::parse(text)) return address;
  auto plain = text;
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
  log.note("address", "source_ip", text, fmt::format("is taken for {}", address->to_string()));
  return address;
}

std::optional<std::uint64_t> read_count(std::string_view text) {
  constexpr std::uint64_t most = 100'000'000'000;
  const auto number = read_decimal(text);
  if (!number || number->whole > most) return std::nullopt;
  if (number->fraction.find_first_not_of('0') != std::string_view::npos) return std::nullopt;
  return number->whole;
}

std::optional<Moment> read_moment(std::string_view text, WarningLog& log) {
  using namespace std::chrono;
  constexpr Moment epoch{};
  constexpr Moment latest = sys_days{2101y / January / 1};
  constexpr std::uint64_t first_in_milliseconds = 1'000'000'000'000;

  std::optional<Moment> moment;
  if (auto number = read_decimal(text)) {
    if (number->whole >= first_in_milliseconds) {
      number->whole /= 1000;
      log.note("date", "date", text, "is taken for milliseconds");
    }
    // Far beyond any calendar the number would not fit the clock.
    if (number->whole < first_in_milliseconds) moment = Moment{seconds{number->whole}};
  } else if ((moment = parse_iso8601(text))) {
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
