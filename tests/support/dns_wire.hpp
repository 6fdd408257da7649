#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hardfail::test {

/// DNS messages as octets, written by hand so that they can also be wrong.
[[nodiscard]] std::string wire_u16(std::uint16_t value);
[[nodiscard]] std::string wire_u32(std::uint32_t value);

/// `a.example` as labels; "" is the root.
[[nodiscard]] std::string wire_name(std::string_view name);

/// `text` as one character-string.
[[nodiscard]] std::string wire_string(std::string_view text);

struct WireRecord {
  std::string owner;
  std::uint16_t type = 1;
  std::string data;
  std::uint16_t record_class = 1;
  std::uint32_t ttl = 60;
};

struct WireMessage {
  std::uint16_t id = 0;
  std::uint16_t flags = 0x8180;  ///< QR, RD, RA
  std::uint16_t rcode = 0;
  std::string name;  ///< of the question
  std::uint16_t type = 1;
  std::vector<WireRecord> answer;
  std::vector<WireRecord> authority;
  std::vector<WireRecord> additional;
};

[[nodiscard]] std::string encode(const WireMessage& message);

}  // namespace hardfail::test
