#include "page/even_cap.hpp"

#include <algorithm>

namespace hardfail::render {

std::size_t even_cap(std::vector<std::size_t> lengths, std::size_t total) {
  if (lengths.empty()) return 0;
  std::ranges::sort(lengths);
  auto left = lengths.size();
  for (const auto length : lengths) {
    if (length > total / left) return total / left;
    total -= length;
    --left;
  }
  return lengths.back();
}

}  // namespace hardfail::render
