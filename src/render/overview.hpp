#pragma once

#include <map>
#include <string>

#include "hardfail/analysis/assessment.hpp"
#include "hardfail/ledger/state.hpp"
#include "table.hpp"

namespace hardfail::render {

/// Several domains at a glance: a line each, then how many fared alike.
class Overview {
 public:
  Overview();

  void add(const analysis::Assessment& assessment, Charset charset);

  [[nodiscard]] std::size_t domains() const noexcept { return m_table.rows(); }

  [[nodiscard]] std::string to_text(const Page& page) const;

 private:
  Table m_table;
  std::map<ledger::State, std::size_t> m_states;
};

}  // namespace hardfail::render
