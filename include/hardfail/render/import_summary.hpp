#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "hardfail/ledger/input.hpp"
#include "hardfail/render/format.hpp"

namespace hardfail::render {

/// What an import has read.
enum class InputKind : std::uint8_t { file, mail };

/// The result of an import.
struct ImportSummary {
  InputKind inputs = InputKind::file;
  std::uint64_t files = 0;           ///< read, rejected ones included
  std::uint64_t reports = 0;         ///< added
  std::uint64_t conflicting = 0;     ///< of those, with another's identity but different content
  std::uint64_t duplicates = 0;      ///< already held
  std::uint64_t skipped = 0;         ///< parts that neither are nor claim to be aggregate reports
  std::uint64_t ordinary_mails = 0;  ///< without a report, and left alone
  std::uint64_t rows = 0;            ///< of the reports added
  std::uint64_t messages = 0;        ///< of the reports added
  std::chrono::duration<double> time{};
  bool interrupted = false;  ///< there are files left to read
  std::vector<ledger::Rejection> rejected;
};

/// JSON by schema hardfail.import/1; the other formats have only the counts.
[[nodiscard]] std::string present(const ImportSummary& summary, Format format, const Page& page);

}  // namespace hardfail::render
