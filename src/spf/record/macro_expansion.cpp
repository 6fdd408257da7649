#include "record/macro_expansion.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "hardfail/util/text.hpp"

namespace hardfail::spf {
namespace {

using Expanded = Expected<std::string, std::string_view>;

Moment clock_time() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

/// %{i}: dotted quad, or nibbles with dots; upper case as the openspf suite has them.
std::string dotted(const IpAddress& address) {
  if (address.family() == IpAddress::Family::v4) return address.to_string();
  std::string text;
  for (const unsigned octet : address.octets()) {
    if (!text.empty()) text += '.';
    text += fmt::format("{:X}.{:X}", octet >> 4U, octet & 15U);
  }
  return text;
}

Expanded value_of(char letter, const MacroValues& values) {
  const auto& query = values.query;
  const auto& sender_domain = query.sender_domain ? *query.sender_domain : query.domain;
  const bool v4 = query.client.family() == IpAddress::Family::v4;
  switch (letter) {
    case 's':
    case 'l':
      if (!query.local_part) return Unexpected("the local part of its sender");
      return letter == 'l' ? *query.local_part : *query.local_part + '@' + sender_domain.text();
    case 'h':
      if (!query.helo) return Unexpected("the HELO name of its client");
      return *query.helo;
    case 'o':
      return sender_domain.text();
    case 'd':
      return values.domain.text();
    case 'i':
      return dotted(query.client);
    case 'p':
      return std::string(values.client_name);
    case 'v':
      return v4 ? "in-addr" : "ip6";
    case 'c':
      return query.client.to_string();
    case 'r':
      return std::string(values.receiver);
    case 't':
      return std::to_string(values.now.value_or(clock_time()).time_since_epoch().count());
    default:
      return std::string();  // The parser lets no other letter through.
  }
}

/// Splits at the delimiters, reverses, keeps the right-hand parts and joins them with dots.
std::string transformed(std::string_view value, const Macro& macro) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto at = value.find_first_of(macro.delimiters);
    parts.push_back(value.substr(0, at));
    if (at == std::string_view::npos) break;
    value.remove_prefix(at + 1);
  }
  if (macro.reverse) std::ranges::reverse(parts);
  const auto kept =
      macro.keep == 0 ? parts.size() : std::min<std::size_t>(macro.keep, parts.size());
  const auto first = parts.end() - static_cast<std::ptrdiff_t>(kept);
  return fmt::format("{}", fmt::join(first, parts.end(), "."));
}

/// Escapes all but the unreserved characters of RFC 3986.
std::string url_escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (is_alpha(c) || is_digit(c) || std::string_view("-._~").find(c) != std::string_view::npos) {
      escaped += c;
    } else {
      escaped += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return escaped;
}

}  // namespace

bool uses_client_name(const MacroString& text) noexcept {
  return std::ranges::any_of(text.pieces, [](const auto& piece) {
    const Macro* macro = std::get_if<Macro>(&piece);
    return macro != nullptr && macro->letter == 'p';
  });
}

Expanded expand(const MacroString& text, const MacroValues& values) {
  std::string expanded;
  for (const auto& piece : text.pieces) {
    if (const auto* literal = std::get_if<std::string>(&piece)) {
      expanded += *literal;
      continue;
    }
    const auto& macro = std::get<Macro>(piece);
    auto value = value_of(macro.letter, values);
    if (!value) return value;
    const auto part = transformed(*value, macro);
    expanded += macro.url_escape ? url_escaped(part) : part;
  }
  return expanded;
}

std::optional<DomainName> to_target_name(std::string_view expanded) {
  constexpr std::size_t longest_name = 253;
  if (expanded.ends_with('.')) expanded.remove_suffix(1);
  while (expanded.size() > longest_name) {
    const auto dot = expanded.find('.');
    if (dot == std::string_view::npos) return std::nullopt;
    expanded.remove_prefix(dot + 1);
  }
  return DomainName::parse(expanded);
}

std::optional<DomainName> static_target(const std::optional<MacroString>& spec,
                                        const DomainName& domain) {
  if (!spec) return domain;
  if (!spec->is_static()) return std::nullopt;
  const std::array<std::uint8_t, 4> nobody{};
  const Query query{*IpAddress::from_octets(nobody), domain, std::nullopt, std::nullopt};
  const auto expanded = expand(*spec, {query, domain, {}, {}, {}});
  return expanded ? to_target_name(*expanded) : std::nullopt;
}

}  // namespace hardfail::spf
