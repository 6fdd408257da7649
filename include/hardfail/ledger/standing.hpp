#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>

namespace hardfail::ledger {

/// What a verdict or a class of sources means for a record that is to end in -all.
enum class Standing : std::uint8_t { good, neutral, doubtful, bad };

}  // namespace hardfail::ledger
