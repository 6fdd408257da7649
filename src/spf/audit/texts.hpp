#pragma once

#include "hardfail/spf/audit.hpp"
#include "tree/finding.hpp"
#include "tree/record_tree.hpp"

namespace hardfail::spf {

/// What a survey does not look for in texts: sizes, strings, type 99, records that are almost one.
/// `options` say whether the record is published.
void look_at_texts(const RecordTree& tree, const AuditOptions& options, FindingLog& findings);

}  // namespace hardfail::spf
