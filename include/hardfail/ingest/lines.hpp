#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string_view>

#include "hardfail/ingest/ingest.hpp"

namespace hardfail::ingest {

/// What of a line is read; the rest of a longer one is left out.
inline constexpr std::size_t longest_line = 64U << 10U;

/// Hands over the lines of a text file ("-" for standard input), without what ends them, unpacked
/// where its octets are gzip or xz. Throws InputError where it cannot be read or exceeds `limits`,
/// and what `take` throws.
void read_lines(const std::filesystem::path& path, const Limits& limits,
                const std::function<void(std::string_view)>& take);

}  // namespace hardfail::ingest
