#include "hardfail/analysis/common_marks.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "hardfail/analysis/host_name.hpp"
#include "hardfail/net/ip_network.hpp"

namespace hardfail::analysis {
namespace {

/// What a mark can name a source by beside its address, the most telling first.
std::vector<std::string> patterns_of(const Source& source) {
  std::vector<std::string> patterns;
  if (source.host && source.host->confirmed &&
      !is_generic_host(source.host->name, source.address)) {
    const auto owner = registrable_domain(source.host->name);
    if (owner) patterns.push_back(owner->text());
  }
  patterns.push_back(IpNetwork::around(source.address).to_string());
  return patterns;
}

}  // namespace

void advise_common_marks(std::vector<Source>& sources) {
  std::map<std::string, std::size_t> unknown;
  for (const auto& source : sources) {
    if (source.source_class != SourceClass::unknown) continue;
    for (const auto& pattern : patterns_of(source)) ++unknown[pattern];
  }
  std::erase_if(unknown, [](const auto& each) { return each.second < 2; });
  if (unknown.empty()) return;
  for (const auto& source : sources) {
    if (source.source_class == SourceClass::unknown) continue;
    for (const auto& pattern : patterns_of(source)) unknown.erase(pattern);
  }
  for (auto& source : sources) {
    if (source.source_class != SourceClass::unknown) continue;
    for (const auto& pattern : patterns_of(source)) {
      const auto common = unknown.find(pattern);
      if (common == unknown.end()) continue;
      source.advice +=
          fmt::format(" (or {} in place of the address, for all {} unknown sources {})", pattern,
                      common->second, IpNetwork::parse(pattern) ? "in it" : "named under it");
      break;
    }
  }
}

}  // namespace hardfail::analysis
