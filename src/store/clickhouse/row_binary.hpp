#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hardfail/net/ip_address.hpp"

namespace hardfail::store::clickhouse {

/// Rows in ClickHouse's format RowBinary: numbers little-endian, texts and arrays after their
/// length in LEB128, columns and rows one after the other.
class RowWriter {
 public:
  RowWriter& u8(std::uint8_t value);
  RowWriter& u16(std::uint16_t value);
  RowWriter& u32(std::uint32_t value);
  RowWriter& u64(std::uint64_t value);
  RowWriter& i64(std::int64_t value);
  RowWriter& text(std::string_view value);
  /// A FixedString, or what is in this format already.
  RowWriter& octets(std::string_view value);
  /// An address in 16 octets, IPv4 mapped.
  RowWriter& address(const IpAddress& value);
  /// How many elements of an array follow.
  RowWriter& count(std::size_t value);

  [[nodiscard]] bool empty() const noexcept { return m_octets.empty(); }
  [[nodiscard]] std::size_t size() const noexcept { return m_octets.size(); }
  [[nodiscard]] const std::string& str() const noexcept { return m_octets; }
  /// The rows, after which there are none.
  [[nodiscard]] std::string take();

 private:
  template <typename Number>
  void number(Number value);

  std::string m_octets;
};

/// Reads what RowWriter writes. Past the end it yields zeros and is no longer ok. Views hold as
/// long as what is read.
class RowReader {
 public:
  explicit RowReader(std::string_view octets) : m_rest(octets) {}

  [[nodiscard]] bool ok() const noexcept { return m_ok; }
  [[nodiscard]] bool at_end() const noexcept { return m_rest.empty(); }

  std::uint8_t u8();
  std::uint16_t u16();
  std::uint32_t u32();
  std::uint64_t u64();
  std::int64_t i64();
  std::string_view text();
  std::string_view octets(std::size_t count);
  /// Not ok for what is no address.
  IpAddress address();
  std::vector<std::string> texts();
  std::vector<std::int64_t> i64s();

 private:
  template <typename Number>
  Number number();
  std::size_t count(std::size_t least_octets);

  std::string_view m_rest;
  bool m_ok = true;
};

/// Octets as ClickHouse's unhex() takes them; the only way text gets into a query.
[[nodiscard]] std::string literal(std::string_view text);

/// A subquery whose rows are these octets, sixteen each: much faster than as many literals.
[[nodiscard]] std::string octets_in_sixteens(std::string_view octets);

}  // namespace hardfail::store::clickhouse
