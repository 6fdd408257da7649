#pragma once

#include <algorithm>
#include <cstddef>
#include <future>
#include <thread>
#include <vector>

namespace hardfail::analysis {

/// Calls work(first, last) for parts that together make up [0, count), on as many threads as there
/// are processors; on this one alone where there is little to do. Throws what `work` throws.
template <typename Work>
void in_parallel(std::size_t count, const Work& work) {
  constexpr std::size_t least = 10'000;  // a few milliseconds of work
  const std::size_t processors = std::max(1U, std::thread::hardware_concurrency());
  const std::size_t parts = std::clamp<std::size_t>(count / least, 1, processors);
  std::vector<std::future<void>> others;
  for (std::size_t part = 1; part < parts; ++part) {
    others.push_back(std::async(std::launch::async, [=, &work] {
      work(count * part / parts, count * (part + 1) / parts);
    }));
  }
  work(0, count / parts);
  for (auto& other : others) other.get();
}

}  // namespace hardfail::analysis
