#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "hardfail/ledger/input.hpp"
#include "hardfail/render/format.hpp"

namespace hardfail::render {

/// What an import came to.
struct ImportSummary {
  std::uint64_t files = 0;        ///< read, rejected ones included
  std::uint64_t reports = 0;      ///< added
  std::uint64_t conflicting = 0;  ///< of those, under an identity that another body has already
  std::uint64_t duplicates = 0;   ///< held before
  std::uint64_t skipped = 0;      ///< parts that are no aggregate report and do not claim to be
  std::uint64_t rows = 0;         ///< of the reports added
  std::uint64_t messages = 0;     ///< of the reports added
  std::chrono::duration<double> time{};
  bool interrupted = false;  ///< there are files left to read
  std::vector<ledger::Rejection> rejected;
};

/// JSON by schema hardfail.import/1; the others give the counts alone.
[[nodiscard]] std::string present(const ImportSummary& summary, Format format, const Page& page);

}  // namespace hardfail::render
