#pragma once

#include <optional>
#include <string_view>
#include <variant>

#include "hardfail/spf/record.hpp"
#include "hardfail/util/error.hpp"
#include "hardfail/util/expected.hpp"

namespace hardfail::spf {

/// term = directive / modifier (RFC 7208, section 4.6.1).
using Term = std::variant<Directive, Modifier>;

[[nodiscard]] std::optional<Qualifier> qualifier_of(char c) noexcept;

/// Parses one term by itself; its place in the record is left at zero. A "=" straight after the
/// name and before any ":" or "/" makes it a modifier. Pre: `term` is not empty.
[[nodiscard]] Expected<Term, Problem> parse_term(std::string_view term);

}  // namespace hardfail::spf
