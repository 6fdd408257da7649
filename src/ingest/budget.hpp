#pragma once

#include <cstdint>

#include "byte_source.hpp"
#include "hardfail/ingest/ingest.hpp"

namespace hardfail::ingest {

/// How much unpacking one input may still yield: the guard against decompression bombs.
class Budget {
 public:
  Budget(const Limits& limits, const ByteSource& input) : m_limits(limits), m_input(input) {}

  /// Counts unpacked octets. Throws InputError past a limit.
  void unpacked(std::uint64_t octets);

  /// True once a limit was passed: the rest of the input is then not read.
  [[nodiscard]] bool is_spent() const noexcept { return m_spent; }

 private:
  const Limits& m_limits;
  const ByteSource& m_input;
  std::uint64_t m_unpacked = 0;
  bool m_spent = false;
};

}  // namespace hardfail::ingest
