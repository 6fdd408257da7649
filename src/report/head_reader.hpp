#pragma once

#include <string_view>

#include "hardfail/report/parser.hpp"
#include "hardfail/report/report.hpp"
#include "warning_log.hpp"

namespace hardfail::report {

/// The report that `head`, a document without its records, speaks of; its sums are left at zero.
/// Elements are found wherever they stand. Throws InputError where the policy domain or a plausible
/// period is missing.
[[nodiscard]] Report read_head(std::string_view head, const ParserLimits& limits, WarningLog& log);

}  // namespace hardfail::report
