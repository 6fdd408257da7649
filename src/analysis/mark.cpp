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

std::optional<SourceClass> marked_class(const Source& source) {
  const auto rule = source.signals.front().code;
  if (rule == "mark") return source.source_class;
  return rule == "mark_unlisted" ? std::optional(SourceClass::listed) : std::nullopt;
}

Signal signal_of(const Mark& mark) {
  const auto source = mark.source.to_string();
  return {"mark",
          fmt::format("marked by you as {} on {}: {}{}{}", traits_of(mark.source_class).one,
                      to_iso_date(mark.when),
                      mark.name.empty() ? source : fmt::format("{} ({})", mark.name, source),
                      mark.note.empty() ? "" : "; ", mark.note)};
}

}  // namespace hardfail::analysis
