#pragma once

#include <benchmark/benchmark.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "hardfail/net/ip_address.hpp"

namespace hardfail::bench {

/// A domain, and the clients to check it for.
struct Workload {
  std::string domain;
  std::vector<IpAddress> clients;
};

/// The workloads of FOLDER/workloads: a line each, the domain and its clients apart by blanks.
inline std::vector<Workload> workloads(const std::filesystem::path& folder) {
  std::vector<Workload> found;
  std::ifstream lines(folder / "workloads");
  for (std::string word; lines >> word;) {
    if (const auto client = IpAddress::parse(word)) {
      found.back().clients.push_back(*client);
    } else {
      found.push_back({word, {}});
    }
  }
  return found;
}

/// Says how many checks a round made, and how many of those passed: all evaluators must agree.
inline void report(benchmark::State& state, std::size_t checks, std::size_t passes) {
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(checks));
  state.counters["passes"] = static_cast<double>(passes);
}

/// main(): `add` registers the benchmarks over the folder that the first argument names.
template <typename Add>
int run(int argc, char** argv, const Add& add) {
  benchmark::Initialize(&argc, argv);
  if (argc != 2) {
    std::cerr << "one argument is needed, the folder that compare.py writes\n";
    return 64;
  }
  add(std::filesystem::path(argv[1]));
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}

}  // namespace hardfail::bench
