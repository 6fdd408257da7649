#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <sys/mman.h>

#include <cstddef>
#include <memory>
#include <vector>

namespace hardfail::analysis {

/// Reserves room that will be filled at once, in large pages where the kernel hands these out only
/// to those who ask (Linux, transparent_hugepage=madvise): a million sources and profiles are
/// hundreds of megabytes, and a page fault for each 4 kB of them takes longer than to judge them.
template <typename Value>
void reserve_to_fill(std::vector<Value>& values, std::size_t count) {
  values.reserve(count);
#ifdef MADV_HUGEPAGE
  constexpr std::size_t large_page = std::size_t{2} << 20U;
  void* place = values.data();
  std::size_t octets = count * sizeof(Value);
  // Without large pages all goes on as it would have.
  if (std::align(large_page, large_page, place, octets) != nullptr) {
    (void)madvise(place, octets, MADV_HUGEPAGE);
  }
#endif
}

}  // namespace hardfail::analysis
