#include "nearest.hpp"

#include <algorithm>
#include <vector>

namespace hardfail::cli {
namespace {

/// Optimal string alignment distance.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> table(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) table[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) table[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      auto best =
          std::min({table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + change});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) best = std::min(best, table[i - 2][j - 2] + 1);
      table[i][j] = best;
    }
  }
  return table[a.size()][b.size()];
}

}  // namespace

std::optional<std::string> nearest(std::string_view text, std::span<const std::string> names) {
  constexpr std::size_t longest_worth_comparing = 64;
  if (text.size() > longest_worth_comparing) return std::nullopt;
  std::optional<std::string> best;
  auto least = std::max<std::size_t>(2, text.size() / 3) + 1;
  for (const auto& name : names) {
    const auto needed = name.starts_with(text) ? 1 : distance(text, name);
    if (needed < least && needed < name.size()) {
      least = needed;
      best = name;
    }
  }
  return best;
}

}  // namespace hardfail::cli
