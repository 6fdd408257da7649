#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <string>
#include <vector>

#include "hardfail/ledger/holding.hpp"
#include "hardfail/ledger/input.hpp"
#include "hardfail/render/format.hpp"

namespace hardfail::render {

/// How much the text says about warnings; the other formats always have them.
enum class WarningDetail : std::uint8_t { counted, spelled_out };

struct ReportList {
  std::vector<ledger::HeldReport> reports;
  std::vector<ledger::KeptRejection> rejected;
  WarningDetail warnings = WarningDetail::counted;
};

/// The lists in the order given. JSON by schema hardfail.reports/1; in CSV and HTML reports and
/// rejections are rows of one table, told apart by its first column.
[[nodiscard]] std::string present(const ReportList& list, Format format, const Page& page);

}  // namespace hardfail::render
