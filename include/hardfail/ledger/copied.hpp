#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>

namespace hardfail::ledger {

/// What a copy of one database into another came to.
struct Copied {
  std::uint64_t reports = 0;   ///< of the source, every body of conflicting ones
  std::uint64_t added = 0;     ///< those that were not there yet
  std::uint64_t rows = 0;      ///< of all reports of the source
  std::uint64_t messages = 0;  ///< in these rows
  /// What was not there yet, or was there and had grown since.
  std::uint64_t runs = 0;
  std::uint64_t marks = 0;
  std::uint64_t others = 0;  ///< inputs and mails known, rejections, host names, answers, ...
};

}  // namespace hardfail::ledger
