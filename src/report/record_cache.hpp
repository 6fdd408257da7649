#pragma once

#include <bitset>
#include <cstddef>
#include <memory_resource>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "hardfail/report/record.hpp"

namespace hardfail::report {

/// Remembers what records say, by their XML without the texts of source and count. All but these
/// repeats endlessly within a report, so that most records need no parsing. Bounded.
class RecordCache {
 public:
  struct Found {
    Record record;
    std::size_t octets = 0;  ///< of its XML
  };

  /// The record at the head of `text`, where one was kept that differs from it in nothing but
  /// source and count.
  [[nodiscard]] std::optional<Found> find(std::string_view text);

  /// Keeps the record that `xml` was read as, the second time one like it comes, if it is written
  /// so plainly that another source and count in it would change nothing else. Not for a record of
  /// which anything odd was noted.
  void keep(std::string_view xml, const Record& record);

 private:
  struct Kept {
    Kept();  // clang 14 builds no std::optional of a nested struct that leaves this to its members
    std::pmr::monotonic_buffer_resource memory;  ///< of it all, for it is dropped at once
    std::pmr::unordered_map<std::pmr::string, Record> records{&memory};
    std::size_t octets = 0;   ///< of the keys
    std::size_t longest = 0;  ///< of the keys
  };

  std::optional<Kept> m_kept;
  std::bitset<(1U << 18U)> m_met;  ///< by hash, what came at least once; most never comes again
  std::pmr::string m_key;          ///< being looked up
};

}  // namespace hardfail::report
