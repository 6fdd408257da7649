#include "assess/selection.hpp"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

namespace hardfail::cli {
namespace {

using analysis::Assessment;
using analysis::SourceClass;

/// Keeps the sources that are marked, and the senders that one of them belongs to.
void keep_marked(const std::vector<bool>& kept, Assessment& assessment) {
  std::vector<analysis::Source> sources;
  std::vector<bool> is_named(assessment.senders.size());
  for (std::size_t i = 0; i < kept.size(); ++i) {
    if (!kept[i]) continue;
    is_named[assessment.sources[i].sender] = true;
    sources.push_back(std::move(assessment.sources[i]));
  }
  std::vector<analysis::Sender> senders;
  std::vector<std::uint32_t> places(is_named.size());
  for (std::size_t i = 0; i < is_named.size(); ++i) {
    places[i] = static_cast<std::uint32_t>(senders.size());
    if (is_named[i]) senders.push_back(std::move(assessment.senders[i]));
  }
  for (auto& source : sources) source.sender = places[source.sender];
  assessment.sources = std::move(sources);
  assessment.senders = std::move(senders);
}

template <typename Wanted>
void keep_if(Assessment& assessment, Wanted wanted) {
  std::vector<bool> kept;
  for (const auto& source : assessment.sources) kept.push_back(wanted(source));
  keep_marked(kept, assessment);
}

std::size_t keep_first_addresses(std::size_t limit, Assessment& assessment) {
  const auto& sources = assessment.sources;
  if (sources.size() <= limit) return 0;
  const auto dropped = sources.size() - limit;
  std::vector<std::size_t> order(sources.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_partition(order.begin(), order.end(), [&](std::size_t i) {
    return sources[i].source_class == SourceClass::unlisted_legitimate;
  });
  std::vector<bool> kept(sources.size());
  for (std::size_t i = 0; i < limit; ++i) kept[order[i]] = true;
  keep_marked(kept, assessment);
  return dropped;
}

}  // namespace

bool keep_only(const IpAddress& address, Assessment& assessment) {
  keep_if(assessment, [&](const auto& source) { return source.address == address; });
  return !assessment.sources.empty();
}

void keep_class(SourceClass wanted, Assessment& assessment) {
  keep_if(assessment, [&](const auto& source) { return source.source_class == wanted; });
}

std::size_t keep_first(std::size_t limit, render::SourceRows rows, Assessment& assessment) {
  switch (rows) {
    case render::SourceRows::addresses:
      return keep_first_addresses(limit, assessment);
    case render::SourceRows::senders:
      break;
  }
  const auto before = assessment.senders.size();
  keep_if(assessment, [&](const auto& source) { return source.sender < limit; });
  return before - assessment.senders.size();
}

}  // namespace hardfail::cli
