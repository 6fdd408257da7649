#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cstdint>
#include <memory>
#include <memory_resource>
#include <span>
#include <utility>
#include <vector>

namespace hardfail::analysis {

/// What was counted by some key, in the order of the keys, each once.
template <typename Key, typename Count = std::uint64_t>
using Counts = std::span<const std::pair<Key, Count>>;

/// Counts by some key, noted in any order and added up in the end: one report can hold many keys.
template <typename Key, typename Count = std::uint64_t>
class Tally {
 public:
  void add(const Key& key, const Count& count) { m_entries.emplace_back(key, count); }

  /// The sums, until more is added; forgets them then.
  [[nodiscard]] Counts<Key, Count> take() {
    std::ranges::sort(m_entries, {}, &Entry::first);
    m_sums.clear();
    for (const auto& [key, count] : m_entries) {
      if (m_sums.empty() || m_sums.back().first != key) m_sums.emplace_back(key, Count{});
      m_sums.back().second += count;
    }
    m_entries.clear();
    return m_sums;
  }

 private:
  using Entry = std::pair<Key, Count>;
  std::vector<Entry> m_entries;
  std::vector<Entry> m_sums;
};

/// The values where they stay: in `memory`, or `there` if they are the same as those.
template <typename Value>
[[nodiscard]] std::span<const Value> kept_in(std::pmr::memory_resource& memory,
                                             std::span<const Value> values,
                                             std::span<const Value> there = {}) {
  if (std::ranges::equal(values, there)) return there;
  auto* const place = std::pmr::polymorphic_allocator<Value>(&memory).allocate(values.size());
  std::uninitialized_copy(values.begin(), values.end(), place);
  return {place, values.size()};
}

}  // namespace hardfail::analysis
