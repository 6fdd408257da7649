#include "hardfail/spf/open_passes.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "ranges/compiler.hpp"

namespace hardfail::spf {
namespace {

/// How many addresses pass.
struct Width {
  double v4 = 0;
  double v6 = 0;
};

constexpr double network(int bits, int width) {
  double size = 1;
  for (int i = bits; i < width; ++i) size *= 2;
  return size;
}

bool is_open(const Width& way, const Width& all) {
  const bool alone = way.v4 >= network(4, 32) || way.v6 >= network(12, 128);
  return alone || (all.v4 >= network(2, 32) && way.v4 >= network(8, 32));
}

/// The way by which all of `clients` pass; empty where they do not, or by several.
TermPath common_pass(const DomainName& domain, std::span<const char* const> clients,
                     dns::Cache& cache, const CheckOptions& options) {
  std::vector<Query> queries;
  for (const auto* client : clients) {
    queries.push_back({*IpAddress::parse(client), domain, std::nullopt, std::nullopt});
  }
  const auto outcomes = check_hosts(queries, cache, options);
  const auto& way = outcomes.front().path;
  const bool common = std::ranges::all_of(outcomes, [&](const Outcome& outcome) {
    return outcome.result == Result::pass && outcome.path == way;
  });
  return common ? way : TermPath();
}

}  // namespace

std::vector<TermPath> open_passes(const DomainName& domain, dns::Cache& cache,
                                  const CheckOptions& options) {
  const auto compiled = compile(domain, cache, options, Personal::pass_over);
  std::map<TermPath, Width> ways;
  Width all;
  for (const auto& [clients, outcome] : ranges_of(compiled)) {
    if (outcome == nullptr || outcome->result != Result::pass) continue;
    const bool v4 = clients.family == IpAddress::Family::v4;
    auto& way = ways[outcome->path];
    (v4 ? way.v4 : way.v6) += size_of(clients);
    (v4 ? all.v4 : all.v6) += size_of(clients);
  }
  std::vector<TermPath> open;
  for (const auto& [path, width] : ways) {
    if (is_open(width, all)) open.push_back(path);
  }
  if (compiled.passed_over.empty()) return open;
  // Reserved for future use (RFC 1112), and for discarding (RFC 6666).
  constexpr std::array v4{"240.0.0.1", "247.85.3.201", "254.170.66.9"};
  constexpr std::array v6{"100::1", "100::8a5:77:3:f1", "100::ffff:1:2:9"};
  for (const auto& clients : {std::span<const char* const>(v4), std::span<const char* const>(v6)}) {
    auto way = common_pass(domain, clients, cache, options);
    if (!way.empty() && std::ranges::find(open, way) == open.end()) open.push_back(std::move(way));
  }
  return open;
}

}  // namespace hardfail::spf
