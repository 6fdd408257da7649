#pragma once

#include <filesystem>
#include <span>

#include "commands/command.hpp"
#include "hardfail/ingest/ingest.hpp"
#include "hardfail/render/query_log_summary.hpp"
#include "hardfail/store/store.hpp"

namespace hardfail::cli {

/// Reads query logs, and keeps what they say of clients of the domains that the database has
/// reports of. A log that cannot be read to its end counts as far as it was read, and is among what
/// is rejected.
[[nodiscard]] render::QueryLogSummary import_query_logs(
    std::span<const std::filesystem::path> files, const ingest::Limits& limits, Moment now,
    store::Store& store, Messages& messages);

}  // namespace hardfail::cli
