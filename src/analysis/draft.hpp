#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hardfail/spf/record.hpp"

namespace hardfail::analysis {

/// Records below the domain that a proposal may have; nobody would maintain more.
constexpr std::size_t most_parts = 4;

/// A record in the making: its terms in order, with the end kept apart.
struct Draft {
  std::vector<std::string> terms;
  std::string end;  ///< the `all` or redirect term, empty where the record has none
  std::vector<std::string> modifiers;  ///< those that stay, exp among them
  std::vector<std::string> changes;

  [[nodiscard]] std::string text() const;

  /// Adds a term before the end, and before a listening term, unless the record has it; an address
  /// before terms that depend on the message, since these may end the evaluation in an error.
  void add_term(std::string term);

  /// Puts `all`, with its qualifier, at the end; a listening term takes the same qualifier.
  void end_in(std::string_view all);
};

/// Takes a record apart. What evaluation never reaches is left out and noted in `changes`.
[[nodiscard]] Draft draft_of(const spf::Record& record);

/// The record with -all at its end. A redirect cannot stay: the target's own `all` would decide, so
/// the target is included instead.
[[nodiscard]] Draft hardened(Draft draft, const spf::Record& record);

/// One record with the terms of several; nullopt if they cannot be merged.
[[nodiscard]] std::optional<Draft> merged(const std::vector<std::string>& texts);

}  // namespace hardfail::analysis
