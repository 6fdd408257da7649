#pragma once

#include "hardfail/analysis/changes.hpp"
#include "hardfail/store/store.hpp"

namespace hardfail::cli {

/// What a run found, as the store keeps it.
[[nodiscard]] store::Run run_of(analysis::Snapshot&& snapshot);

/// A kept run as the analysis compares it. Throws Error (unusable_data) where it holds names that
/// this version does not know.
[[nodiscard]] analysis::Snapshot snapshot_of(store::Run&& run);

}  // namespace hardfail::cli
