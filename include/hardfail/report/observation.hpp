#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <string>
#include <vector>

#include "hardfail/report/record.hpp"
#include "hardfail/util/time.hpp"

namespace hardfail::report {

/// What one reporter saw of one source in one period: a fact drawn from reports.
struct Observation {
  std::uint32_t source = 0;          ///< index into Observations::sources
  std::uint32_t authentication = 0;  ///< index into Observations::authentications
  std::uint32_t reporter = 0;        ///< index into Observations::reporters
  std::uint32_t period = 0;          ///< index into Observations::periods
  std::uint64_t messages = 0;
};

/// All that the reports of a window say about one domain: every row whose header from or SPF
/// identity is the domain or a name below it. What repeats is held once and referred to by index.
struct Observations {
  Period window;
  std::vector<IpAddress> sources;  ///< each once, in the order in which rows first name them
  std::vector<Authentication> authentications;
  std::vector<std::string> reporters;  ///< organisation names
  std::vector<Period> periods;
  std::vector<Observation> rows;
  std::uint64_t reports =
      0;  ///< reports in the window that speak of the domain, empty ones included
  std::vector<Period> report_periods;         ///< the distinct periods of those reports
  std::vector<std::string> report_reporters;  ///< the organisations that sent them, sorted
};

}  // namespace hardfail::report
