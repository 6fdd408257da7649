#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

/// What a fuzzer calls with each input; 0 keeps the input in the corpus where it reaches new code.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace hardfail::fuzz {

[[nodiscard]] inline std::string_view octets_of(const std::uint8_t* data, std::size_t size) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): a fuzzer has unsigned octets.
  return {reinterpret_cast<const char*>(data), size};
}

/// What must hold of every input: otherwise the fuzzer keeps this one.
inline void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

}  // namespace hardfail::fuzz
