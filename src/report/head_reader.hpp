#pragma once

#include <optional>
#include <string_view>

#include "hardfail/report/parser.hpp"
#include "hardfail/report/report.hpp"
#include "warning_log.hpp"

namespace hardfail::report {

/// The report that `head`, a document without its records, speaks of; its sums are left at zero.
/// Elements are found wherever they stand, the exact name before one in other case. `header_from`,
/// of one of the records, stands in for a policy domain that is missing. Throws InputError where
/// there is neither, and where there is no plausible date.
[[nodiscard]] Report read_head(std::string_view head, const std::optional<DomainName>& header_from,
                               const ParserLimits& limits, WarningLog& log);

}  // namespace hardfail::report
