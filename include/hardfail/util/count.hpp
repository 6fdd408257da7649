#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <string>
#include <string_view>

namespace hardfail {

/// Digits in threes with a comma between them, as English has it, whatever the locale: "112,763".
/// For people; programs read plain digits.
[[nodiscard]] std::string grouped(std::uint64_t number);

/// "1 report", "1,196 reports"; the plural is the noun with an s.
[[nodiscard]] std::string counted(std::uint64_t number, std::string_view noun);

/// "1 address", "4 addresses"
[[nodiscard]] std::string counted(std::uint64_t number, std::string_view one,
                                  std::string_view many);

/// A share from 0 to 1 with two significant digits: "0.24%". Never "0%" of something nor "100%" of
/// less than all: "<0.0001%", ">99%". Pre: share >= 0.
[[nodiscard]] std::string percent(double share);

}  // namespace hardfail
