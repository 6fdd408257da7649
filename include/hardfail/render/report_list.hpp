#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "hardfail/net/domain_name.hpp"
#include "hardfail/render/format.hpp"
#include "hardfail/report/report.hpp"
#include "hardfail/util/time.hpp"

namespace hardfail::render {

/// A report that is held.
struct ListedReport {
  std::string org_name;
  std::string report_id;
  DomainName domain;
  Period period;
  std::uint64_t records = 0;
  std::uint64_t messages = 0;
  bool conflicting = false;  ///< another body is held under the same identity
  std::string path;
  std::string member;
  Moment imported{};
  std::vector<report::Warning> warnings;
};

/// An input that could not be read.
struct ListedRejection {
  Moment when{};
  std::string path;
  std::string member;
  std::string reason;
};

/// How much the text says of warnings; the other formats always have them.
enum class WarningDetail : std::uint8_t { counted, spelled_out };

struct ReportList {
  std::vector<ListedReport> reports;
  std::vector<ListedRejection> rejected;
  WarningDetail warnings = WarningDetail::counted;
};

/// The lists in the order given. JSON by schema hardfail.reports/1; in CSV and HTML reports and
/// rejections are rows of one table, told apart by its first column.
[[nodiscard]] std::string present(const ReportList& list, Format format, const Page& page);

}  // namespace hardfail::render
