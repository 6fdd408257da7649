#pragma once

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <functional>
#include <vector>

namespace hardfail::store {

/// Numbers values from 0 in the order in which they come, and keeps them in that order in a vector
/// of the caller. The table holds only numbers and takes a quarter of the memory of
/// std::unordered_map: a domain can have a million sources, and looking up costs cache misses.
template <typename Value>
class Numbering {
 public:
  /// Pre: `values` is empty, outlives this object, and nobody else changes it.
  explicit Numbering(std::vector<Value>& values) : m_values(values) { assert(values.empty()); }

  std::uint32_t number_of(const Value& value) {
    // A third stays free, so that a search soon meets a free place.
    if (3 * (m_values.size() + 1) > 2 * m_places.size()) grow();
    std::uint32_t& place = place_of(value);
    if (place == nobody) {
      place = static_cast<std::uint32_t>(m_values.size());
      m_values.push_back(value);
    }
    return place;
  }

 private:
  static constexpr std::uint32_t nobody = UINT32_MAX;

  /// The place of a value's number, or where it belongs.
  std::uint32_t& place_of(const Value& value) {
    // std::hash leaves an integer as it is, so consecutive ids would cluster.
    constexpr std::uint64_t spread = 0x9e3779b97f4a7c15;
    const std::size_t mask = m_places.size() - 1;
    std::size_t at = (std::hash<Value>{}(value)*spread >> 32U) & mask;
    while (m_places[at] != nobody && m_values[m_places[at]] != value) at = (at + 1) & mask;
    return m_places[at];
  }

  void grow() {
    constexpr std::size_t least = 64;
    m_places.assign(std::max(least, 2 * m_places.size()), nobody);
    for (std::uint32_t i = 0; i < m_values.size(); ++i) place_of(m_values[i]) = i;
  }

  std::vector<Value>& m_values;
  std::vector<std::uint32_t> m_places;  ///< as many as a power of two; numbers, or `nobody`
};

}  // namespace hardfail::store
