#include "hardfail/util/nearest.hpp"

#include <algorithm>

#include "hardfail/util/text.hpp"

namespace hardfail {

std::optional<std::string> nearest(std::string_view text, std::span<const std::string> names) {
  constexpr std::size_t longest_worth_comparing = 64;
  if (text.size() > longest_worth_comparing) return std::nullopt;
  std::optional<std::string> best;
  auto least = std::max<std::size_t>(2, text.size() / 3) + 1;
  for (const auto& name : names) {
    const auto needed = name.starts_with(text) ? 1 : edit_distance(text, name);
    if (needed < least && needed < name.size()) {
      least = needed;
      best = name;
    }
  }
  return best;
}

}  // namespace hardfail
