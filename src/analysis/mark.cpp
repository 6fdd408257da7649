#include "hardfail/analysis/mark.hpp"

#include <fmt/format.h>

namespace hardfail::analysis {

const Mark* mark_of(const IpAddress& address, const HostName* host, std::span<const Mark> marks) {
  const DomainName* name = host != nullptr && host->confirmed ? &host->name : nullptr;
  const Mark* narrowest = nullptr;
  for (const auto& mark : marks) {
    if (!mark.source.matches(address, name)) continue;
    if (narrowest == nullptr || mark.source.is_narrower_than(narrowest->source)) narrowest = &mark;
  }
  return narrowest;
}

Signal signal_of(const Mark& mark) {
  return {"mark", fmt::format("the operator marked {} {} on {}{}{}", mark.source.to_string(),
                              name_of(mark.source_class), to_iso_date(mark.when),
                              mark.note.empty() ? "" : ": ", mark.note)};
}

}  // namespace hardfail::analysis
