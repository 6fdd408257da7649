#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "hardfail/report/record.hpp"
#include "hardfail/report/report.hpp"

namespace hardfail::report {

/// A 64-bit hash of values in the order they come, the same on every machine, because it is stored.
///
/// It tells apart bodies that differ by accident or revision. Whoever writes a report may forge a
/// collision, and gains only that his own second body is taken for the first.
class Fingerprint {
 public:
  void add(std::uint64_t value) noexcept;
  void add(std::string_view text) noexcept;
  void add(const Record& record);
  /// The head of the report: who says it, of whom, for when.
  void add(const Report& report);

  [[nodiscard]] std::uint64_t value() const noexcept { return m_state; }

 private:
  void add(const std::optional<DomainName>& name) noexcept;
  void add(const Authentication& authentication);

  std::uint64_t m_state = 0x9e3779b97f4a7c15ULL;
};

}  // namespace hardfail::report
