#include "record/slip.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>

#include "hardfail/net/domain_name.hpp"
#include "hardfail/net/ip_network.hpp"
#include "hardfail/util/text.hpp"
#include "record/foreign_character.hpp"
#include "record/term_parser.hpp"

namespace hardfail::spf {
namespace {

constexpr std::array<std::string_view, 8> mechanisms = {"all", "include", "a",   "mx",
                                                        "ptr", "ip4",     "ip6", "exists"};
constexpr std::size_t longest_term = 300;  // longer ones are no slips of the pen
constexpr std::size_t most_parts = 40;

/// True if every term of `text` parses.
bool parses(std::string_view text) {
  const auto terms = split(text, ' ');
  return std::ranges::all_of(
      terms, [](std::string_view term) { return !term.empty() && parse_term(term).has_value(); });
}

/// The slip that `right` puts right.
Slip slip(std::size_t offset, std::string text, std::string right) {
  auto fix = fmt::format("write {}", right);
  return {offset, std::move(text), std::move(fix), false, std::move(right)};
}

/// A term taken apart, whether it is valid or not: qualifier, name, mark and value.
struct Parts {
  std::string_view qualifier;
  std::string_view name;   ///< up to the first of ":=/"
  std::string_view mark;   ///< ":", "=" or "/"
  std::string_view value;  ///< what follows

  explicit Parts(std::string_view term)
      : qualifier(term.substr(0, qualifier_of(term.front()) ? 1 : 0)) {
    const auto rest = term.substr(qualifier.size());
    const auto at = std::min(rest.find_first_of(":=/"), rest.size());
    name = rest.substr(0, at);
    mark = rest.substr(at, 1);
    value = rest.substr(std::min(at + 1, rest.size()));
  }

  [[nodiscard]] bool has_mechanism() const {
    return std::ranges::any_of(mechanisms,
                               [&](std::string_view known) { return iequals(name, known); });
  }
};

std::string_view mechanism_for(const IpNetwork& network) {
  return network.address().family() == IpAddress::Family::v4 ? "ip4" : "ip6";
}

std::optional<Slip> character_from_elsewhere(std::string_view term, std::string_view) {
  const auto found = foreign_character_in(term);
  if (!found) return std::nullopt;
  auto fixed = with_ascii_characters(term);
  const bool valid = fixed && parses(*fixed);
  auto text = fmt::format("the character {} is not allowed", found->name);
  if (!valid) return Slip{found->offset, std::move(text), {}};
  return slip(found->offset, std::move(text), *std::move(fixed));
}

/// `~all;` and `"ip4:192.0.2.1`
std::optional<Slip> punctuation(std::string_view term, std::string_view) {
  constexpr std::string_view marks = ";,.\"'";
  const auto begin = term.find_first_not_of(marks);
  if (begin == std::string_view::npos) return std::nullopt;
  const auto end = term.find_last_not_of(marks) + 1;
  const auto rest = term.substr(begin, end - begin);
  if (rest == term || !parses(rest)) return std::nullopt;
  const auto at = begin > 0 ? 0 : end;
  return slip(at, fmt::format("`{}` is not part of a term", term[at]), std::string(rest));
}

/// `192.0.2.1`, `ip:192.0.2.1`, `a:192.0.2.1`, `ip4:2001:db8::1`
std::optional<Slip> address_without_its_mechanism(std::string_view term, std::string_view) {
  const Parts parts(term);
  const auto bare = term.substr(parts.qualifier.size());
  auto network = IpNetwork::parse(bare);
  const auto value = network ? bare : parts.value;
  if (!network) network = IpNetwork::parse(value);
  if (!network) return std::nullopt;
  const auto right = mechanism_for(*network);
  const auto fixed = fmt::format("{}{}:{}", parts.qualifier, right, value);
  if (!parses(fixed)) return std::nullopt;
  if (value == bare) {
    return slip(0, fmt::format("an address needs `{}:` in front of it", right), fixed);
  }
  if (iequals(parts.name, "ip4") || iequals(parts.name, "ip6")) {
    return slip(term.size() - value.size(),
                fmt::format("`{}` takes addresses of the other family", parts.name), fixed);
  }
  const auto* const text = parts.has_mechanism() ? "`{}` takes a domain name, not an address"
                                                 : "there is no mechanism `{}`";
  return slip(0, fmt::format(fmt::runtime(text), parts.name), fixed);
}

/// `ip4:192.0.2.0/255.255.255.240`
std::optional<Slip> netmask(std::string_view term, std::string_view) {
  const auto slash = term.rfind('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto mask = IpAddress::parse(term.substr(slash + 1));
  if (!mask || mask->family() != IpAddress::Family::v4) return std::nullopt;
  std::uint32_t bits = 0;
  for (const std::uint32_t octet : mask->octets()) bits = bits << 8U | octet;
  const auto length = std::countl_one(bits);
  if (std::popcount(bits) != length) return std::nullopt;
  const auto fixed = fmt::format("{}/{}", term.substr(0, slash), length);
  if (!parses(fixed)) return std::nullopt;
  return slip(slash + 1, "a network is given by its prefix length, not by a mask", fixed);
}

/// `include: example.net` and `~ all`
std::optional<Slip> blank_within(std::string_view term, std::string_view next) {
  if (next.empty()) return std::nullopt;
  const bool is_open = term.ends_with(':') || term.ends_with('=') || qualifier_of(term.back());
  const bool is_rest = next.starts_with(':') || next.starts_with('=');
  const bool stands_alone = term.size() > 1 && parses(next);
  const auto joined = fmt::format("{}{}", term, next);
  if (!(is_open || is_rest) || stands_alone || !parses(joined)) return std::nullopt;
  auto found =
      slip(term.size(), fmt::format("a blank after `{}` cuts the term in two", term), joined);
  found.joins_next = true;
  return found;
}

/// `ip4:192.0.2.1~all`
std::optional<Slip> missing_blank(std::string_view term, std::string_view) {
  const auto lower = to_lower(term);
  for (const auto* const start :
       {"all", "ip4:", "ip6:", "include:", "mx:", "a:", "exists:", "redirect="}) {
    auto at = lower.rfind(start);
    if (at == std::string::npos || at == 0) continue;
    if (qualifier_of(lower[at - 1])) --at;
    if (at == 0) continue;
    const auto fixed = fmt::format("{} {}", term.substr(0, at), term.substr(at));
    if (!parses(fixed)) continue;
    return slip(at, fmt::format("a blank is missing in front of `{}`", term.substr(at)), fixed);
  }
  return std::nullopt;
}

/// `ip4:192.0.2.1,192.0.2.2`
std::optional<Slip> other_separator(std::string_view term, std::string_view) {
  const auto at = term.find_first_of(",;|");
  if (at == std::string_view::npos) return std::nullopt;
  const Parts parts(term);
  const auto head = term.substr(0, term.size() - parts.value.size());  // "ip4:"
  const auto items = split(term, term[at]);
  if (items.size() > most_parts) return std::nullopt;
  std::string fixed;
  for (const auto item : items) {
    if (item.empty()) continue;
    if (!fixed.empty()) fixed += ' ';
    if (&item != &items.front() && !parses(item)) fixed += head;
    fixed += item;
  }
  if (fixed.empty() || !parses(fixed)) return std::nullopt;
  return slip(at, fmt::format("terms are separated by blanks, not by `{}`", term[at]), fixed);
}

/// `+include=example.net`, `redirect:example.net`
std::optional<Slip> other_mark(std::string_view term, std::string_view) {
  const Parts parts(term);
  if (parts.mark.empty() || parts.mark == "/") return std::nullopt;
  const bool is_mechanism = parts.mark == "=";
  const auto fixed = fmt::format("{}{}{}{}", is_mechanism ? parts.qualifier : "", parts.name,
                                 is_mechanism ? ':' : '=', parts.value);
  const bool known = is_mechanism ? parts.has_mechanism()
                                  : iequals(parts.name, "redirect") || iequals(parts.name, "exp");
  if (!known || !parses(fixed)) return std::nullopt;
  return slip(parts.qualifier.size() + parts.name.size(),
              fmt::format("`{}` is followed by {}, not by {}", parts.name,
                          is_mechanism ? "a colon" : "=", is_mechanism ? "=" : "a colon"),
              fixed);
}

/// `inlcude:example.net`
std::optional<Slip> misspelt_name(std::string_view term, std::string_view) {
  constexpr std::size_t longest_name = 12;
  const Parts parts(term);
  if (parts.name.empty() || parts.name.size() > longest_name || parts.has_mechanism()) {
    return std::nullopt;
  }
  const std::size_t most_letters = parts.name.size() > 4 ? 2 : 1;
  const auto name = to_lower(parts.name);
  for (const auto known : mechanisms) {
    if (edit_distance(name, known) > most_letters) continue;
    const auto fixed = fmt::format("{}{}{}{}", parts.qualifier, known,
                                   parts.mark == "=" ? ":" : parts.mark, parts.value);
    if (!parses(fixed)) continue;
    return slip(parts.qualifier.size(), fmt::format("there is no mechanism `{}`", parts.name),
                fixed);
  }
  return std::nullopt;
}

/// `include:example.net/24`
std::optional<Slip> prefix_length_too_many(std::string_view term, std::string_view) {
  const Parts parts(term);
  const auto slash = term.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto rest = term.substr(0, slash);
  if (iequals(parts.name, "a") || iequals(parts.name, "mx") || !parses(rest)) return std::nullopt;
  if (!std::ranges::all_of(term.substr(slash), [](char c) { return c == '/' || is_digit(c); })) {
    return std::nullopt;
  }
  if (iequals(parts.name, "ip4") || iequals(parts.name, "ip6")) return std::nullopt;
  return slip(slash, fmt::format("`{}` takes no prefix length", parts.name), std::string(rest));
}

/// `_spf.example.net`
std::optional<Slip> name_without_mechanism(std::string_view term, std::string_view) {
  const auto bare = term.substr(qualifier_of(term.front()) ? 1 : 0);
  if (bare.find_first_of(":=/") != std::string_view::npos || !DomainName::parse(bare) ||
      !parses(fmt::format("include:{}", bare))) {
    return std::nullopt;
  }
  return Slip{
      0, "a domain name needs a mechanism in front of it",
      fmt::format("write include:{0} for the record of a provider, a:{0} for a host", bare)};
}

}  // namespace

std::optional<std::string> mechanism_meant_by(std::string_view modifier) {
  const Parts parts(modifier);
  auto mechanism = fmt::format("{}:{}", parts.name, parts.value);
  const bool meant = parts.mark == "=" && parts.has_mechanism() && parses(mechanism);
  return meant ? std::optional(std::move(mechanism)) : std::nullopt;
}

std::optional<Slip> slip_in(std::string_view term, std::string_view next) {
  if (term.empty() || term.size() > longest_term || next.size() > longest_term) {
    return std::nullopt;
  }
  for (const auto rule : {character_from_elsewhere, punctuation, address_without_its_mechanism,
                          netmask, blank_within, missing_blank, other_separator, other_mark,
                          prefix_length_too_many, misspelt_name, name_without_mechanism}) {
    if (auto found = rule(term, next)) return found;
  }
  return std::nullopt;
}

}  // namespace hardfail::spf
