#pragma once

#include <optional>
#include <string_view>

#include "hardfail/spf/addresses.hpp"
#include "hardfail/spf/finding.hpp"
#include "json.hpp"

namespace hardfail::render {

/// "error", "warning", "note".
[[nodiscard]] std::string_view name_of(spf::Finding::Severity severity);

/// "-all"; null where there is none.
[[nodiscard]] Json all_json(const std::optional<spf::Qualifier>& all);

/// The networks with the terms they come from, how many addresses, and what is not in them: the
/// members of an object.
[[nodiscard]] Json addresses_json(const spf::Addresses& addresses);

}  // namespace hardfail::render
