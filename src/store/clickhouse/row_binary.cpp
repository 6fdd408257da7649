#include "clickhouse/row_binary.hpp"

#include <array>
#include <cstring>
#include <limits>
#include <utility>

namespace hardfail::store::clickhouse {
namespace {

constexpr std::array<std::uint8_t, 12> mapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

std::string_view octets_in(std::span<const std::uint8_t> octets) {
  return {reinterpret_cast<const char*>(octets.data()), octets.size()};
}

}  // namespace

template <typename Number>
void RowWriter::number(Number value) {
  for (std::size_t i = 0; i < sizeof value; ++i) {
    m_octets += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i) & 0xffU);
  }
}

RowWriter& RowWriter::u8(std::uint8_t value) {
  number(value);
  return *this;
}

RowWriter& RowWriter::u16(std::uint16_t value) {
  number(value);
  return *this;
}

RowWriter& RowWriter::u32(std::uint32_t value) {
  number(value);
  return *this;
}

RowWriter& RowWriter::u64(std::uint64_t value) {
  number(value);
  return *this;
}

RowWriter& RowWriter::i64(std::int64_t value) {
  number(value);
  return *this;
}

RowWriter& RowWriter::text(std::string_view value) { return count(value.size()).octets(value); }

RowWriter& RowWriter::octets(std::string_view value) {
  m_octets += value;
  return *this;
}

RowWriter& RowWriter::address(const IpAddress& value) {
  if (value.family() == IpAddress::Family::v4) octets(octets_in(mapped));
  return octets(octets_in(value.octets()));
}

RowWriter& RowWriter::count(std::size_t value) {
  for (; value >= 0x80; value >>= 7U) u8(static_cast<std::uint8_t>(value | 0x80U));
  return u8(static_cast<std::uint8_t>(value));
}

std::string RowWriter::take() { return std::exchange(m_octets, {}); }

template <typename Number>
Number RowReader::number() {
  std::uint64_t value = 0;
  const auto taken = octets(sizeof(Number));
  for (std::size_t i = 0; i < taken.size(); ++i) {
    value |= std::uint64_t{static_cast<std::uint8_t>(taken[i])} << (8 * i);
  }
  return static_cast<Number>(value);
}

std::uint8_t RowReader::u8() { return number<std::uint8_t>(); }
std::uint16_t RowReader::u16() { return number<std::uint16_t>(); }
std::uint32_t RowReader::u32() { return number<std::uint32_t>(); }
std::uint64_t RowReader::u64() { return number<std::uint64_t>(); }
std::int64_t RowReader::i64() { return number<std::int64_t>(); }

std::string_view RowReader::text() { return octets(count(1)); }

std::string_view RowReader::octets(std::size_t count) {
  if (count > m_rest.size()) {
    m_ok = false;
    m_rest = {};
    return {};
  }
  const auto taken = m_rest.substr(0, count);
  m_rest.remove_prefix(count);
  return taken;
}

IpAddress RowReader::address() {
  const auto taken = octets(16);
  std::array<std::uint8_t, 16> value{};
  std::memcpy(value.data(), taken.data(), taken.size());
  return *IpAddress::from_octets(value);
}

std::size_t RowReader::count(std::size_t least_octets) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 63; shift += 7) {
    const auto part = u8();
    value |= std::uint64_t{part & 0x7fU} << shift;
    if (part >= 0x80) continue;
    if (value <= m_rest.size() / least_octets) return value;
    break;
  }
  m_ok = false;
  m_rest = {};
  return 0;
}

std::vector<std::string> RowReader::texts() {
  std::vector<std::string> values(count(1));
  for (auto& value : values) value = text();
  return values;
}

std::vector<std::int64_t> RowReader::i64s() {
  std::vector<std::int64_t> values(count(sizeof(std::int64_t)));
  for (auto& value : values) value = i64();
  return values;
}

std::string literal(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string quoted = "unhex('";
  quoted.reserve(quoted.size() + 2 * text.size() + 2);
  for (const char c : text) {
    const auto octet = static_cast<std::uint8_t>(c);
    quoted += digits[octet >> 4U];
    quoted += digits[octet & 15U];
  }
  return quoted += "')";
}

std::string octets_in_sixteens(std::string_view octets) {
  return "SELECT toFixedString(substring(" + literal(octets) +
         ", 16 * number + 1, 16), 16) FROM system.numbers LIMIT " +
         std::to_string(octets.size() / 16);
}

}  // namespace hardfail::store::clickhouse
