#pragma once

#include <cstdint>

#include "breadth.hpp"
#include "day_set.hpp"
#include "flat.hpp"
#include "profile.hpp"

namespace hardfail::analysis {

/// Sources that belong together, looked at as one: their governed mail added up.
class Pool {
 public:
  void add(const Profile& profile) {
    ++m_addresses;
    m_messages += profile.governed;
    for (const auto day : profile.governed_days.days()) m_days.add(day);
    for (const auto& [reporter, messages] : profile.governed_by_reporter) {
      m_reporters.insert(reporter);
    }
  }

  [[nodiscard]] unsigned addresses() const noexcept { return m_addresses; }
  [[nodiscard]] std::uint64_t messages() const noexcept { return m_messages; }
  [[nodiscard]] const DaySet& days() const noexcept { return m_days; }
  [[nodiscard]] Spread spread(const Breadth& breadth) const {
    return {m_messages, m_reporters.size(), breadth.expected_reporters(m_messages)};
  }

 private:
  unsigned m_addresses = 0;
  std::uint64_t m_messages = 0;
  DaySet m_days;
  FlatSet<std::uint32_t> m_reporters;
};

}  // namespace hardfail::analysis
