#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hardfail::spf {

/// A mistake that people are known to make in writing a term.
struct Slip {
  std::size_t offset = 0;   ///< of the octet in the term that is wrong
  std::string text;         ///< one sentence
  std::string fix;          ///< what to write instead
  bool joins_next = false;  ///< the next term is the rest of this one, after a blank too many
  std::optional<std::string> right = {};  ///< the term, or terms, to put in its place
};

/// The slip that `term`, which does not parse, is likely to be; `next` is the term after it, empty
/// at the end of the record. nullopt where none fits. What is suggested always parses.
[[nodiscard]] std::optional<Slip> slip_in(std::string_view term, std::string_view next);

/// What a modifier that is named like a mechanism was probably meant to be: "include:example.net"
/// for `include=example.net`. nullopt for every other name, and where that would not parse.
[[nodiscard]] std::optional<std::string> mechanism_meant_by(std::string_view modifier);

}  // namespace hardfail::spf
