#pragma once

#include "hardfail/analysis/changes.hpp"
#include "hardfail/store/store.hpp"

namespace hardfail::cli {

/// An assessment as the store keeps it.
[[nodiscard]] store::Run run_of(const analysis::Assessment& assessment);

/// A kept run as the analysis compares it. Throws Error (unusable_data) where it holds names that
/// this version does not know.
[[nodiscard]] analysis::Snapshot snapshot_of(store::Run&& run);

}  // namespace hardfail::cli
