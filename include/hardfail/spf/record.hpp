#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "hardfail/net/domain_name.hpp"
#include "hardfail/net/ip_network.hpp"
#include "hardfail/spf/macro.hpp"
#include "hardfail/util/expected.hpp"

namespace hardfail::spf {

/// What a matching mechanism means (RFC 7208, section 4.6.2).
enum class Qualifier : char { pass = '+', fail = '-', softfail = '~', neutral = '?' };

/// Prefix lengths of `a` and `mx`; the whole address where the record gives none.
struct DualCidr {
  std::uint8_t v4 = 32;
  std::uint8_t v6 = 128;
};

// RFC 7208, section 5. A domain-spec that is not given means the current domain.
struct All {};
struct Include {
  MacroString domain;
};
struct A {
  std::optional<MacroString> domain;
  DualCidr prefix;
};
struct Mx {
  std::optional<MacroString> domain;
  DualCidr prefix;
};
struct Ptr {
  std::optional<MacroString> domain;
};
/// ip4 and ip6. An ip6 network of IPv4-mapped addresses is held as ::/128, which no client has:
/// such clients count as IPv4 and match ip4 alone (RFC 7208, section 5).
struct Ip {
  IpNetwork network;
};
struct Exists {
  MacroString domain;
};
using Mechanism = std::variant<All, Include, A, Mx, Ptr, Ip, Exists>;

/// Where a term stands in the record's text, in octets.
struct Span {
  std::size_t offset = 0;
  std::size_t length = 0;
};

struct Directive {
  Qualifier qualifier = Qualifier::pass;
  Mechanism mechanism;
  Span where;
};

struct Modifier {
  std::string name;  ///< as written; `redirect` and `exp` are in fields of their own
  MacroString value;
  Span where;
};

/// An SPF record as a syntax tree (RFC 7208, section 4.6.1).
struct Record {
  std::string text;
  std::vector<Directive> directives;
  std::optional<Modifier> redirect;
  std::optional<Modifier> exp;
  std::vector<Modifier> unknown_modifiers;

  /// The term as it stands in the text.
  [[nodiscard]] std::string_view text_of(Span where) const {
    return std::string_view(text).substr(where.offset, where.length);
  }

  /// The first `all`, nullptr where there is none.
  [[nodiscard]] const Directive* all() const;
};

/// What is wrong with a term of a record.
struct SyntaxError {
  Span where;              ///< the term; two where a stray blank has cut one in two
  std::size_t offset = 0;  ///< the octet of the record's text that it is about
  std::string text;        ///< one sentence, safe to show
  std::string fix = {};    ///< what to write instead; empty where that cannot be told
};

/// What a record begins with (RFC 7208, section 4.5).
inline constexpr std::string_view version_section = "v=spf1";

/// True if `txt` begins with the version section followed by a space or the end
/// (RFC 7208, section 4.5).
[[nodiscard]] bool is_record(std::string_view txt) noexcept;

/// The domain of an include term as it is written, "include:_spf.example.net"; nullopt for another
/// mechanism, and where it depends on the message (macros).
[[nodiscard]] std::optional<DomainName> include_target(std::string_view term);

/// Parses a record. Any error is a permerror (RFC 7208, section 4.6); all are given, in order.
/// Pre: is_record(text).
[[nodiscard]] Expected<Record, std::vector<SyntaxError>> parse_record(std::string_view text);

}  // namespace hardfail::spf
