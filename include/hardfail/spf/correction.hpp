#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <optional>
#include <string>
#include <string_view>

namespace hardfail::spf {

/// The record that a TXT record was probably meant to be: without quotes typed into it, with its
/// version set apart, and with the slips in its terms put right. nullopt where that cannot be told.
/// What is given always parses.
[[nodiscard]] std::optional<std::string> corrected(std::string_view text);

}  // namespace hardfail::spf
