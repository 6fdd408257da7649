#include "dns_wire.hpp"

namespace hardfail::test {
namespace {

std::string section(const std::vector<WireRecord>& records) {
  std::string wire;
  for (const WireRecord& record : records) {
    wire += wire_name(record.owner) + wire_u16(record.type) + wire_u16(record.record_class) +
            wire_u32(record.ttl) + wire_u16(static_cast<std::uint16_t>(record.data.size())) +
            record.data;
  }
  return wire;
}

std::string count(const std::vector<WireRecord>& records) {
  return wire_u16(static_cast<std::uint16_t>(records.size()));
}

}  // namespace

std::string wire_u16(std::uint16_t value) {
  return {static_cast<char>(value >> 8U), static_cast<char>(value & 0xffU)};
}

std::string wire_u32(std::uint32_t value) {
  return wire_u16(static_cast<std::uint16_t>(value >> 16U)) +
         wire_u16(static_cast<std::uint16_t>(value & 0xffffU));
}

std::string wire_name(std::string_view name) {
  std::string wire;
  while (!name.empty()) {
    const std::string_view label = name.substr(0, name.find('.'));
    wire += wire_string(label);
    name.remove_prefix(label.size() == name.size() ? label.size() : label.size() + 1);
  }
  return wire + '\0';
}

std::string wire_string(std::string_view text) {
  return static_cast<char>(text.size()) + std::string(text);
}

std::string encode(const WireMessage& message) {
  const auto flags = static_cast<std::uint16_t>(message.flags | message.rcode);
  return wire_u16(message.id) + wire_u16(flags) + wire_u16(1) + count(message.answer) +
         count(message.authority) + count(message.additional) + wire_name(message.name) +
         wire_u16(message.type) + wire_u16(1) + section(message.answer) +
         section(message.authority) + section(message.additional);
}

}  // namespace hardfail::test
