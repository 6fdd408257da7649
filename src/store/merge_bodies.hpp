#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <tuple>
#include <utility>
#include <vector>

#include "hardfail/report/observation.hpp"

namespace hardfail::store {

/// A row of one of several bodies held under one identity.
struct BodyRow {
  report::Observation row;
  std::int64_t envelope_to;  ///< a number for each name; 0: none
  std::size_t body;

  [[nodiscard]] auto key() const { return std::tuple(row.source, row.authentication, envelope_to); }
};

/// Merges like rows into one, with the messages of the body that counts the most of them. Thus a
/// report that was cut off, sent again or revised adds nothing to what the complete one says,
/// nothing that only one of them says is lost, and their order does not matter.
inline void merge_bodies(std::vector<BodyRow>& rows, std::vector<report::Observation>& merged) {
  std::ranges::sort(rows, {}, [](const BodyRow& each) { return std::pair(each.key(), each.body); });
  for (auto first = rows.begin(); first != rows.end();) {
    auto most = first->row;
    const auto key = first->key();
    while (first != rows.end() && first->key() == key) {
      std::uint64_t messages = 0;
      for (const auto body = first->body;
           first != rows.end() && first->body == body && first->key() == key; ++first) {
        messages += first->row.messages;
      }
      most.messages = std::max(most.messages, messages);
    }
    merged.push_back(most);
  }
}

/// Sorts the values and drops all but one of each.
template <class Value>
void make_set(std::vector<Value>& values) {
  std::ranges::sort(values);
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

}  // namespace hardfail::store
