#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <string>
#include <string_view>

namespace hardfail::analysis {

enum class Severity : std::uint8_t { error, warning, note };

[[nodiscard]] std::string_view name_of(Severity severity) noexcept;

/// Why the verdict is what it is; the first one decided it.
struct Reason {
  std::string code;
  Severity severity = Severity::note;
  std::string text;
  std::uint64_t messages = 0;
};

}  // namespace hardfail::analysis
