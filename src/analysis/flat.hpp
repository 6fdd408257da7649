#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace hardfail::analysis {

/// Values in order, each once, that lie elsewhere.
template <typename Value>
class SortedSpan : public std::span<const Value> {
 public:
  SortedSpan() = default;
  explicit SortedSpan(std::span<const Value> values) : std::span<const Value>(values) {}

  [[nodiscard]] bool contains(const Value& value) const {
    return std::ranges::binary_search(*this, value);
  }
};

/// A set of few values: sorted, in one piece of memory, and without any while it is empty. Not for
/// values of which one report can hold many: a value in front of n others moves them all.
template <typename Value>
class FlatSet {
 public:
  void insert(const Value& value) {
    // Reports mostly come in the order of time.
    if (m_values.empty() || m_values.back() < value) {
      m_values.push_back(value);
      return;
    }
    const auto at = std::ranges::lower_bound(m_values, value);
    if (value < *at) m_values.insert(at, value);
  }

  void clear() noexcept { m_values.clear(); }

  [[nodiscard]] bool contains(const Value& value) const {
    return std::ranges::binary_search(m_values, value);
  }
  [[nodiscard]] std::size_t size() const noexcept { return m_values.size(); }
  [[nodiscard]] bool empty() const noexcept { return m_values.empty(); }
  [[nodiscard]] auto begin() const noexcept { return m_values.begin(); }
  [[nodiscard]] auto end() const noexcept { return m_values.end(); }
  /// The least and the greatest. Pre: not empty.
  [[nodiscard]] const Value& front() const {
    assert(!empty());
    return m_values.front();
  }
  [[nodiscard]] const Value& back() const {
    assert(!empty());
    return m_values.back();
  }

 private:
  std::vector<Value> m_values;
};

/// A map of few keys, likewise.
template <typename Key, typename Value>
class FlatMap {
 public:
  /// The value of a key, a new one where there is none yet.
  Value& operator[](const Key& key) {
    const auto at = std::ranges::lower_bound(m_entries, key, {}, &Entry::first);
    if (at != m_entries.end() && at->first == key) return at->second;
    return m_entries.emplace(at, key, Value{})->second;
  }

  void clear() noexcept { m_entries.clear(); }

  [[nodiscard]] std::size_t size() const noexcept { return m_entries.size(); }
  [[nodiscard]] bool empty() const noexcept { return m_entries.empty(); }
  [[nodiscard]] auto begin() const noexcept { return m_entries.begin(); }
  [[nodiscard]] auto end() const noexcept { return m_entries.end(); }

 private:
  using Entry = std::pair<Key, Value>;
  std::vector<Entry> m_entries;
};

}  // namespace hardfail::analysis
