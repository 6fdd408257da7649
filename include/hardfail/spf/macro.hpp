#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace hardfail::spf {

/// One macro (RFC 7208, section 7.1), `%{ir.}`: letter, transformers, delimiters.
struct Macro {
  char letter = 'd';        ///< lower case
  bool url_escape = false;  ///< written in upper case
  unsigned keep = 0;        ///< right-hand parts to keep; 0 for all
  bool reverse = false;
  std::string delimiters = ".";
};

/// Text with macros in it, parsed.
struct MacroString {
  std::string text;  ///< as written
  std::vector<std::variant<std::string, Macro>> pieces;

  /// True if it needs nothing but the domain at hand: no macro, or only %{d}.
  [[nodiscard]] bool is_static() const noexcept;
};

}  // namespace hardfail::spf
