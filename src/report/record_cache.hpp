#pragma once

#include <cstddef>
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

  /// Keeps the record that `xml` was read as, if it is written so plainly that another source and
  /// count in it would change these alone. Pre: nothing odd was noted of it.
  void keep(std::string_view xml, const Record& record);

 private:
  std::unordered_map<std::string, Record> m_records;
  std::string m_key;
  std::size_t m_octets = 0;   ///< of the keys
  std::size_t m_longest = 0;  ///< of the keys
};

}  // namespace hardfail::report
