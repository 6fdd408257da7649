// spf_bench FOLDER [OPTIONS OF GOOGLE BENCHMARK]: check_host() and the compiled form over the
// zone, domains and clients that compare.py writes into FOLDER.

#include <benchmark/benchmark.h>

#include <array>
#include <memory>
#include <random>

#include "hardfail/dns/zone.hpp"
#include "hardfail/spf/compiled.hpp"
#include "workload.hpp"

namespace {

using namespace hardfail;

std::vector<spf::Query> queries_of(const bench::Workload& workload) {
  std::vector<spf::Query> queries;
  const auto domain = DomainName::parse(workload.domain).value();
  for (const auto& client : workload.clients)
    queries.push_back({client, domain, "sender", workload.domain});
  return queries;
}

/// Evaluates every client once in each round.
template <typename Check>
void run(benchmark::State& state, const bench::Workload& workload, const Check& check) {
  const auto queries = queries_of(workload);
  std::size_t passes = 0;
  for (auto round : state) {
    static_cast<void>(round);
    passes = 0;
    for (const auto& query : queries) {
      if (check(query) == spf::Result::pass) ++passes;
    }
  }
  bench::report(state, queries.size(), passes);
}

void check_host(benchmark::State& state, const bench::Workload& workload, dns::Resolver& zone) {
  dns::Cache cache(zone);
  run(state, workload,
      [&](const spf::Query& query) { return spf::check_host(query, cache).result; });
}

void compile(benchmark::State& state, const bench::Workload& workload, dns::Resolver& zone) {
  dns::Cache cache(zone);
  const auto domain = DomainName::parse(workload.domain).value();
  std::size_t ranges = 0;
  for (auto round : state) {
    static_cast<void>(round);
    ranges = spf::CompiledRecord::of(domain, cache).size();
  }
  bench::report(state, 1, 0);
  state.counters["ranges"] = static_cast<double>(ranges);
}

void compiled(benchmark::State& state, const bench::Workload& workload, dns::Resolver& zone) {
  const auto record = spf::CompiledRecord::of(DomainName::parse(workload.domain).value(), zone);
  run(state, workload, [&](const spf::Query& query) {
    const auto* outcome = record.find(query.client);
    return outcome == nullptr ? spf::check_host(query, zone).result : outcome->result;
  });
}

/// A million addresses, three in four of them IPv4.
void compiled_million(benchmark::State& state, const bench::Workload& workload,
                      dns::Resolver& zone) {
  const auto record = spf::CompiledRecord::of(DomainName::parse(workload.domain).value(), zone);
  std::mt19937_64 engine(7208);
  std::vector<IpAddress> clients;
  for (int i = 0; i < 1'000'000; ++i) {
    std::array<std::uint8_t, 16> octets{};
    for (auto& octet : octets) octet = static_cast<std::uint8_t>(engine());
    const auto width = i % 4 == 0 ? 16U : 4U;
    if (i % 8 == 0) octets[0] = 0x20;  // Addresses in use, and in records, are in 2000::/3.
    clients.push_back(IpAddress::from_octets(std::span(octets).first(width)).value());
  }
  std::size_t passes = 0;
  for (auto round : state) {
    static_cast<void>(round);
    passes = 0;
    for (const auto& client : clients) {
      if (record.find(client)->result == spf::Result::pass) ++passes;
    }
  }
  bench::report(state, clients.size(), passes);
}

}  // namespace

int main(int argc, char** argv) {
  return bench::run(argc, argv, [](const std::filesystem::path& folder) {
    const std::shared_ptr<dns::Resolver> zone = dns::load_zone(folder / "zone.db");
    for (const auto& workload : bench::workloads(folder)) {
      const auto add = [&](const std::string& name, auto* measure) {
        benchmark::RegisterBenchmark(
            (name + '/' + workload.domain).c_str(),
            [=](benchmark::State& state) { measure(state, workload, *zone); });
      };
      add("check_host", check_host);
      add("compile", compile);
      add("compiled", compiled);
      add("compiled_million", compiled_million);
    }
  });
}
