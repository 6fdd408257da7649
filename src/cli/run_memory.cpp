#include "run_memory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "hardfail/util/error.hpp"
#include "hardfail/util/text.hpp"

namespace hardfail::cli {
namespace {

[[noreturn]] void refuse(std::string_view what, const std::string& text) {
  throw Error(Failure::unusable_data,
              fmt::format("a kept run names the {} '{}', which this version does not know", what,
                          printable(text)),
              "use the version of hardfail that wrote it");
}

}  // namespace

store::Run run_of(analysis::Snapshot&& snapshot) {
  const auto own = snapshot.records.find(snapshot.domain);
  store::Run run{.domain = snapshot.domain,
                 .when = snapshot.as_of,
                 .state = std::string(analysis::name_of(snapshot.state)),
                 .spf_record = own == snapshot.records.end() ? "" : own->second,
                 .records = std::move(snapshot.records),
                 .sources = std::map<std::string, std::vector<IpAddress>>()};
  for (const auto& [address, source_class] : *snapshot.sources) {
    (*run.sources)[std::string(analysis::name_of(source_class))].push_back(address);
  }
  return run;
}

analysis::Snapshot snapshot_of(store::Run&& run) {
  const auto state = analysis::parse_state(run.state);
  if (!state) refuse("verdict", run.state);
  analysis::Snapshot snapshot{run.domain, run.when, *state, std::move(run.records), std::nullopt};
  if (!run.sources) {
    if (!run.spf_record.empty()) snapshot.records.emplace(run.domain, run.spf_record);
    return snapshot;
  }
  snapshot.sources.emplace();
  for (const auto& [name, addresses] : *run.sources) {
    const auto source_class = analysis::parse_source_class(name);
    if (!source_class) refuse("class", name);
    for (const auto& address : addresses) snapshot.sources->push_back({address, *source_class});
  }
  std::ranges::sort(*snapshot.sources, {}, &analysis::ClassifiedAddress::address);
  return snapshot;
}

}  // namespace hardfail::cli
