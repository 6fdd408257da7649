#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "hardfail/analysis/reason.hpp"
#include "hardfail/analysis/source.hpp"
#include "hardfail/analysis/state.hpp"
#include "hardfail/util/time.hpp"

namespace hardfail::analysis {

/// One thing that differs from the run before.
struct Change {
  std::string code;
  Severity severity = Severity::note;
  std::string text;
  std::vector<IpAddress> sources;  ///< that it is about
};

/// The run before, and how this one differs from it.
struct Comparison {
  Moment previous_as_of{};
  State previous_state = State::fix_record;
  std::vector<Change> changes;
};

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

struct Assessment;

[[nodiscard]] Snapshot snapshot_of(const Assessment& assessment);

/// How `after` differs from `before`, two runs of one domain: the verdict first, then records, then
/// sources. Records that either run could not read, and sources that either did not see, are no
/// difference, but for unlisted ones that are new.
[[nodiscard]] Comparison compare(const Snapshot& before, const Snapshot& after);

}  // namespace hardfail::analysis
