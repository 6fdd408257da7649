#pragma once

#include <optional>
#include <string>
#include <vector>

#include "advice.hpp"
#include "hardfail/spf/audit.hpp"
#include "record_tree.hpp"

namespace hardfail::spf {

using Severity = Survey::Finding::Severity;

/// True if the record belongs to the domain that is audited, which can mend it.
[[nodiscard]] bool is_own(const RecordTree& tree, const Node& node);

/// What a survey does not look for: errors after the first, sizes, strings, type 99. `options` say
/// whether the record is published.
void look_at_texts(const RecordTree& tree, const AuditOptions& options, FindingLog& findings);

/// Terms given twice, and networks: wide, private, shadowed, overlapping.
void look_at_networks(const RecordTree& tree, FindingLog& findings);

/// Hosts that resolve to nothing, and names that look like a provider's.
void look_at_names(const RecordTree& tree, FindingLog& findings);

/// Copies of the networks of providers, whose records are asked for where the record could hold
/// such a copy.
void look_for_copies(const RecordTree& tree, dns::Resolver& resolver, FindingLog& findings);

/// The terms of the tree.
[[nodiscard]] std::vector<AuditTerm> terms_of(const RecordTree& tree);

/// What a record holds: "4 networks, -all".
[[nodiscard]] std::string describe(const Node& node);

}  // namespace hardfail::spf
