#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace hardfail {

/// The name most likely meant by `text`: the one with the fewest letters to change, add, drop or
/// swap; nullopt if none is near.
[[nodiscard]] std::optional<std::string> nearest(std::string_view text,
                                                 std::span<const std::string> names);

}  // namespace hardfail
