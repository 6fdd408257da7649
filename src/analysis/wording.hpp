#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>

#include "hardfail/util/count.hpp"

namespace hardfail::analysis {

[[nodiscard]] inline std::string messages_text(std::uint64_t n) { return counted(n, "message"); }

/// What was estimated, to the whole message: "1,064".
[[nodiscard]] inline std::string whole(double messages) {
  return grouped(static_cast<std::uint64_t>(std::max(std::round(messages), 0.0)));
}

/// "a, b, c and 4 more": names the first of them and counts the rest.
template <typename Items, typename ToText>
[[nodiscard]] std::string listing(const Items& items, ToText to_text, std::size_t most_named = 5) {
  std::string text;
  std::size_t named = 0;
  for (const auto& item : items) {
    if (named == most_named)
      return text + fmt::format(" and {} more", grouped(items.size() - named));
    text += (named++ == 0 ? "" : ", ") + to_text(item);
  }
  return text;
}

}  // namespace hardfail::analysis
