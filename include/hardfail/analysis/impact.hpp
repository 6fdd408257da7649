#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "hardfail/analysis/source.hpp"

namespace hardfail::analysis {

/// Messages of the window that -all would turn from something else into a fail.
struct Impact {
  std::uint64_t newly_failed = 0;
  std::uint64_t newly_failed_legitimate = 0;
  std::uint64_t newly_failed_forwarded = 0;
  std::uint64_t newly_failed_spoof = 0;
  /// Of the legitimate and the forwarded ones, those seen by reporters known to reject on SPF fail
  /// before they read the message, by the reporters' names.
  std::map<std::string, std::uint64_t> at_rejecting_reporters;
};

[[nodiscard]] Impact impact_of(const std::vector<Source>& sources);

}  // namespace hardfail::analysis
