#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <numeric>
#include <span>
#include <vector>

#include "hardfail/report/observation.hpp"
#include "large_pages.hpp"

namespace hardfail::analysis {

/// The rows of observations, those of one source together.
class RowsBySource {
 public:
  explicit RowsBySource(const report::Observations& observations)
      : m_ends(observations.sources.size() + 1) {
    reserve_to_fill(m_rows, observations.rows.size());
    m_rows.resize(observations.rows.size());
    for (const auto& row : observations.rows) ++m_ends[row.source + 1];
    std::partial_sum(m_ends.begin(), m_ends.end(), m_ends.begin());
    // Each begins where the one before it ends, and has its end behind its last row by now.
    for (const auto& row : observations.rows) m_rows[m_ends[row.source]++] = row;
  }

  /// Of a source by its index in Observations::sources.
  [[nodiscard]] std::span<const report::Observation> of(std::size_t source) const {
    const auto first = source == 0 ? 0 : m_ends[source - 1];
    return std::span(m_rows).subspan(first, m_ends[source] - first);
  }

 private:
  std::vector<std::size_t> m_ends;  ///< in m_rows, by source
  std::vector<report::Observation> m_rows;
};

}  // namespace hardfail::analysis
