#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "clickhouse/client.hpp"
#include "clickhouse/keys.hpp"

namespace hardfail::store::clickhouse {

/// A row of a report.
struct RecordRow {
  std::uint32_t report = 0;  ///< its place among those expected
  std::uint32_t number = 0;
  IpAddress source;
  std::uint64_t messages = 0;
  std::uint64_t authentication = 0;
  std::uint32_t envelope_to = 0;  ///< a number for each name, from 1; 0: none
};

/// The rows that came of some reports.
class RecordRows {
 public:
  /// What is to be asked of `record`.
  static constexpr const char* columns =
      "report, number, source, messages, authentication, envelope_to";

  /// Of a report with so many rows.
  void expect(const Key& report, std::uint64_t records);
  /// Keeps those of reports that are expected: the others are not committed, or forgotten.
  void add(Rows& rows);
  /// Puts all in order; one that was inserted twice comes once.
  void sort();

  [[nodiscard]] const std::vector<RecordRow>& rows() const noexcept { return m_rows; }
  /// The names that envelope_to numbers.
  [[nodiscard]] const std::vector<std::string>& recipients() const noexcept { return m_recipients; }
  /// The places of reports of which not all rows came. Pre: sort().
  [[nodiscard]] std::vector<std::size_t> incomplete() const;

 private:
  std::uint32_t recipient_number(std::string_view name);

  std::unordered_map<Key, std::uint32_t, KeyHash> m_places;
  std::vector<std::uint64_t> m_records;
  std::vector<RecordRow> m_rows;
  std::unordered_map<std::string, std::uint32_t> m_recipient_numbers;
  std::vector<std::string> m_recipients;
};

}  // namespace hardfail::store::clickhouse
