#pragma once

#include <cstddef>
#include <vector>

namespace hardfail::render {

/// The largest cap with which lists of such lengths, each cut to it, hold `total` items together at
/// most; where they are all short enough, the longest of them.
[[nodiscard]] std::size_t even_cap(std::vector<std::size_t> lengths, std::size_t total);

}  // namespace hardfail::render
