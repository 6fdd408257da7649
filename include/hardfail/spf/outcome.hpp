#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hardfail/net/domain_name.hpp"

namespace hardfail::spf {

/// RFC 7208, section 2.6.
enum class Result : std::uint8_t { none, neutral, pass, fail, softfail, temperror, permerror };

[[nodiscard]] std::string_view name_of(Result result) noexcept;

/// Terms from the domain's own record to the one that decides: "include:_spf.example.net",
/// "ip4:192.0.2.0/24".
using TermPath = std::vector<std::string>;

/// One step of an evaluation, for people.
struct TraceStep {
  unsigned depth = 0;         ///< 0 for the terms of the domain's own record
  DomainName domain;          ///< whose record the term is in
  std::string term;           ///< as written; empty for the fetching of the record
  std::string asked;          ///< the DNS questions, empty where none
  std::string answered;       ///< what came back
  std::string meaning;        ///< "match", "no match", "void look-up", "temperror: ...", ...
  unsigned lookups = 0;       ///< so far
  unsigned void_lookups = 0;  ///< so far
};

/// What check_host() came to, and why.
struct Outcome {
  Result result = Result::none;
  /// The term of the *checked domain's* record (or of its redirect target) that decided, as
  /// written; empty where none did.
  std::string mechanism;
  TermPath path;  ///< the whole way to the deciding term, through includes
  /// A pass that nearly every client gets (open_passes()), so that it lists nobody. Told by
  /// check_clients() alone.
  bool is_open_pass = false;
  std::optional<std::string> explanation;  ///< of a fail
  std::optional<std::string> problem;      ///< why permerror or temperror, one sentence
  /// Why the result cannot be told without the message itself (a macro of its sender or HELO);
  /// `result` then is what the terms before it came to, and is not to be relied on.
  std::optional<std::string> undecided;
  unsigned lookups = 0;
  unsigned void_lookups = 0;
  std::vector<TraceStep> trace;
};

}  // namespace hardfail::spf
