#include "record/term_parser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <optional>

#include "hardfail/util/text.hpp"
#include "record/macro_parser.hpp"

namespace hardfail::spf {
namespace {

/// name = ALPHA *( ALPHA / DIGIT / "-" / "_" / "." )
bool is_name(std::string_view text) {
  return !text.empty() && is_alpha(text.front()) && std::ranges::all_of(text, [](char c) {
    return is_alpha(c) || is_digit(c) || c == '-' || c == '_' || c == '.';
  });
}

/// "0" / %x31-39 *DIGIT, at most `largest`.
std::optional<std::uint8_t> parse_length(std::string_view digits, unsigned largest) {
  if (!std::ranges::all_of(digits, is_digit)) return std::nullopt;
  if (digits.size() > 1 && digits.front() == '0') return std::nullopt;
  const auto value = parse_unsigned(digits);
  if (!value || *value > largest) return std::nullopt;
  return static_cast<std::uint8_t>(*value);
}

/// Cuts "/" *DIGIT off the end of `text`: the digits, nullopt where it does not end so.
std::optional<std::string_view> cut_length(std::string_view& text) {
  const auto slash = text.rfind('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto digits = text.substr(slash + 1);
  if (!std::ranges::all_of(digits, is_digit)) return std::nullopt;
  text = text.substr(0, slash);
  return digits;
}

/// dual-cidr-length = [ "/" ip4-cidr-length ] [ "//" ip6-cidr-length ], cut off the end of `text`.
Expected<DualCidr, Problem> cut_dual_cidr(std::string_view& text) {
  DualCidr prefix;
  auto length = cut_length(text);
  if (length && text.ends_with('/')) {
    text.remove_suffix(1);
    const auto v6 = parse_length(*length, 128);
    if (!v6) {
      return problem(text.size(), fmt::format("//{} is not a valid IPv6 prefix length", *length));
    }
    prefix.v6 = *v6;
    length = cut_length(text);
  }
  if (length) {
    const auto v4 = parse_length(*length, 32);
    if (!v4)
      return problem(text.size(), fmt::format("/{} is not a valid IPv4 prefix length", *length));
    prefix.v4 = *v4;
  }
  return prefix;
}

/// A mechanism without its qualifier, cut at its name.
struct Written {
  std::string_view name;
  std::string_view rest;  ///< from the ":" or "/" on; empty where there is none

  [[nodiscard]] bool has_argument() const { return rest.starts_with(':'); }
};

using Parsed = Expected<Mechanism, Problem>;

Parsed parse_all(const Written& written) {
  if (!written.rest.empty()) return problem(written.name.size(), "`all` takes no argument");
  return All{};
}

/// The domain-spec after the colon.
Expected<MacroString, Problem> parse_domain(const Written& written) {
  if (!written.has_argument()) {
    return problem(0, fmt::format("`{}` needs a domain name after a colon", written.name));
  }
  auto domain = parse_macro_string(written.rest.substr(1), MacroPlace::domain_spec);
  if (!domain) domain.error().offset += written.name.size() + 1;
  return domain;
}

/// [ ":" domain-spec ]
Expected<std::optional<MacroString>, Problem> parse_optional_domain(const Written& written) {
  if (written.rest.empty()) return std::nullopt;
  return parse_domain(written).transform([](MacroString domain) { return std::optional(domain); });
}

template <typename T>  // Include or Exists
Parsed parse_with_domain(const Written& written) {
  return parse_domain(written).transform([](MacroString domain) { return Mechanism(T{domain}); });
}

Parsed parse_ptr(const Written& written) {
  return parse_optional_domain(written).transform(
      [](std::optional<MacroString> domain) { return Mechanism(Ptr{std::move(domain)}); });
}

template <typename T>  // A or Mx
Parsed parse_address_mechanism(const Written& written) {
  Written cut = written;
  const auto prefix = cut_dual_cidr(cut.rest);
  if (!prefix) {
    return problem(written.name.size() + prefix.error().offset, prefix.error().text);
  }
  // The grammar would let an IPv6 address through where it ends in a name.
  if (cut.has_argument() && IpAddress::parse(cut.rest.substr(1))) {
    return problem(0, fmt::format("`{}` takes a host name, not an address", written.name));
  }
  return parse_optional_domain(cut).transform([&](std::optional<MacroString> domain) {
    return Mechanism(T{std::move(domain), *prefix});
  });
}

/// The network of an ip6 mechanism written with an IPv4-mapped address. A client with such an
/// address counts as IPv4 (RFC 7208, section 5), so a network wholly of them matches nothing.
IpNetwork mapped_network(unsigned bits) {
  std::array<std::uint8_t, 16> octets{};
  constexpr unsigned mapped_bits = 96;
  for (unsigned bit = 80; bit < bits && bits < mapped_bits; ++bit) {
    octets[bit / 8] |= static_cast<std::uint8_t>(0x80U >> (bit % 8));
  }
  const auto address = IpAddress::from_octets(octets);
  return *IpNetwork::of(*address, bits < mapped_bits ? bits : 128);
}

Parsed parse_ip(const Written& written, IpAddress::Family family) {
  const bool v4 = family == IpAddress::Family::v4;
  const auto refuse = [&] {
    return problem(written.rest.empty() ? 0 : written.name.size() + 1,
                   fmt::format("`{}{}` has no valid IPv{} address or network", written.name,
                               printable(written.rest), v4 ? 4 : 6));
  };
  if (!written.has_argument()) return refuse();
  std::string_view text = written.rest.substr(1);
  unsigned bits = v4 ? 32 : 128;
  if (const auto length = cut_length(text)) {
    const auto value = parse_length(*length, bits);
    if (!value) {
      return problem(written.name.size() + 1 + text.size(),
                     fmt::format("/{} is not a valid IPv{} prefix length", *length, v4 ? 4 : 6));
    }
    bits = *value;
  }
  const auto address = IpAddress::parse(text);
  if (!address || v4 != (text.find(':') == std::string_view::npos)) return refuse();
  if (!v4 && address->family() == IpAddress::Family::v4) return Ip{mapped_network(bits)};
  return Ip{*IpNetwork::of(*address, bits)};
}

Parsed parse_mechanism(const Written& written) {
  const auto is = [&](std::string_view name) { return iequals(written.name, name); };
  if (is("all")) return parse_all(written);
  if (is("include")) return parse_with_domain<Include>(written);
  if (is("a")) return parse_address_mechanism<A>(written);
  if (is("mx")) return parse_address_mechanism<Mx>(written);
  if (is("ptr")) return parse_ptr(written);
  if (is("ip4")) return parse_ip(written, IpAddress::Family::v4);
  if (is("ip6")) return parse_ip(written, IpAddress::Family::v6);
  if (is("exists")) return parse_with_domain<Exists>(written);
  if (is("redirect") || is("exp")) {
    return problem(0, fmt::format("`{0}` is written with =, not with a colon: {0}=...",
                                  to_lower(written.name)));
  }
  return problem(0, fmt::format("there is no mechanism `{}`", printable(written.name)));
}

/// directive = [ qualifier ] mechanism
Expected<Term, Problem> parse_directive(std::string_view term) {
  const auto qualifier = qualifier_of(term.front());
  if (qualifier) term.remove_prefix(1);
  const auto mark = std::min(term.find_first_of(":/"), term.size());
  auto mechanism = parse_mechanism({term.substr(0, mark), term.substr(mark)});
  if (!mechanism) {
    if (qualifier) ++mechanism.error().offset;
    return Unexpected(std::move(mechanism.error()));
  }
  return Directive{qualifier.value_or(Qualifier::pass), *std::move(mechanism), {}};
}

/// modifier = name "=" value; `mark` is where the "=" stands.
Expected<Term, Problem> parse_modifier(std::string_view term, std::size_t mark) {
  const auto name = term.substr(0, mark);
  if (!is_name(name)) {
    return problem(0, fmt::format("`{}` is not a valid modifier name", printable(name)));
  }
  const bool known = iequals(name, "redirect") || iequals(name, "exp");
  auto value = parse_macro_string(term.substr(mark + 1),
                                  known ? MacroPlace::domain_spec : MacroPlace::modifier);
  if (!value) return problem(mark + 1 + value.error().offset, std::move(value.error().text));
  return Modifier{std::string(name), *std::move(value), {}};
}

}  // namespace

std::optional<Qualifier> qualifier_of(char c) noexcept {
  for (const auto qualifier :
       {Qualifier::pass, Qualifier::fail, Qualifier::softfail, Qualifier::neutral}) {
    if (c == static_cast<char>(qualifier)) return qualifier;
  }
  return std::nullopt;
}

Expected<Term, Problem> parse_term(std::string_view term) {
  assert(!term.empty());
  const auto mark = term.find_first_of("=:/");
  if (mark != std::string_view::npos && term[mark] == '=') return parse_modifier(term, mark);
  return parse_directive(term);
}

}  // namespace hardfail::spf
