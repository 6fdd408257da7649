#pragma once

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace hardfail::analysis {

/// "1 source", "4 sources"
[[nodiscard]] inline std::string counted(std::uint64_t n, std::string_view one,
                                         std::string_view many) {
  return fmt::format("{} {}", n, n == 1 ? one : many);
}

[[nodiscard]] inline std::string messages_text(std::uint64_t n) {
  return counted(n, "message", "messages");
}

/// "0.24 %"
[[nodiscard]] inline std::string percent(double share) {
  return fmt::format("{:.2g} %", share * 100);
}

/// "a, b, c and 4 more": a sentence names so many of them and counts the rest.
template <typename Items, typename ToText>
[[nodiscard]] std::string listing(const Items& items, ToText to_text, std::size_t most_named = 5) {
  std::string text;
  std::size_t named = 0;
  for (const auto& item : items) {
    if (named == most_named) return text + fmt::format(" and {} more", items.size() - named);
    text += (named++ == 0 ? "" : ", ") + to_text(item);
  }
  return text;
}

}  // namespace hardfail::analysis
