#pragma once

#include <cstddef>

#include "hardfail/analysis/assessment.hpp"
#include "hardfail/render/sources.hpp"

namespace hardfail::cli {

/// These drop senders and sources of an assessment that an answer is not to show. What is said of a
/// sender that stays is said of all its sources, also of those dropped; its list of them, indices,
/// only tells how many they are from then on.

/// Keeps one address and its sender. False where it is no source; then nothing is left.
[[nodiscard]] bool keep_only(const IpAddress& address, analysis::Assessment& assessment);

void keep_class(analysis::SourceClass wanted, analysis::Assessment& assessment);

/// Keeps at most `limit` senders with their addresses, or so many addresses with their senders,
/// missing ones before others, and says how many it dropped.
std::size_t keep_first(std::size_t limit, render::SourceRows rows,
                       analysis::Assessment& assessment);

}  // namespace hardfail::cli
