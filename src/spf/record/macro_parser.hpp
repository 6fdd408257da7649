#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "hardfail/spf/macro.hpp"
#include "hardfail/util/error.hpp"
#include "hardfail/util/expected.hpp"

namespace hardfail::spf {

/// Where a macro string stands, which decides what it may hold (RFC 7208, sections 7.1 and 7.2).
enum class MacroPlace {
  domain_spec,  ///< the argument of a mechanism, of `redirect` or `exp`
  modifier,     ///< the value of an unknown modifier
  explanation,  ///< the text that `exp` leads to: spaces, and the letters c, r and t
};

/// A refusal of what stands at `offset`.
[[nodiscard]] inline Unexpected<Problem> problem(std::size_t offset, std::string text) {
  return Unexpected(Problem{std::move(text), offset});
}

/// Parses a macro string. The offset of a Problem counts from the start of `text`.
[[nodiscard]] Expected<MacroString, Problem> parse_macro_string(std::string_view text,
                                                                MacroPlace place);

}  // namespace hardfail::spf
