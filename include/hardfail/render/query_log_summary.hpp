#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <string>
#include <vector>

#include "hardfail/ledger/input.hpp"
#include "hardfail/render/format.hpp"

namespace hardfail::render {

/// What reading query logs came to.
struct QueryLogSummary {
  std::uint64_t files = 0;  ///< read, rejected ones included
  std::uint64_t lines = 0;
  std::uint64_t questions = 0;         ///< about clients of domains in the database
  std::uint64_t of_other_domains = 0;  ///< questions about clients of domains that are not
  std::uint64_t left_out = 0;          ///< past what is kept of one hour
  std::uint64_t unreadable = 0;        ///< lines with a client that do not say who asked, or when
  std::string first_problem;           ///< of the first of these
  std::vector<ledger::Rejection> rejected;
};

/// JSON by schema hardfail.query-log/1; the other formats have only the counts.
[[nodiscard]] std::string present(const QueryLogSummary& summary, Format format, const Page& page);

}  // namespace hardfail::render
