#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hardfail/analysis/assessment.hpp"

namespace hardfail::analysis {

/// What a run took one address for.
struct ClassifiedAddress {
  IpAddress address;
  SourceClass source_class = SourceClass::unknown;
};

/// What one run found of a domain, as far as another can be held against it.
struct Snapshot {
  DomainName domain;
  Moment as_of{};
  State state = State::fix_record;
  /// Each SPF record that could be read, the domain's own and those it leads to, by name; an empty
  /// text where a name has none.
  std::map<DomainName, std::string> records;
  /// By address, each once; nullopt where they were not kept.
  std::optional<std::vector<ClassifiedAddress>> sources;
};

[[nodiscard]] Snapshot snapshot_of(const Assessment& assessment);

/// The inverse of name_of().
[[nodiscard]] std::optional<State> parse_state(std::string_view text) noexcept;

/// How `after` differs from `before`, two runs of one domain: the verdict first, then records, then
/// sources. Records that either run could not read, and sources that either did not see, are no
/// difference, but for unlisted ones that are new.
[[nodiscard]] Comparison compare(const Snapshot& before, const Snapshot& after);

}  // namespace hardfail::analysis
