#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "hardfail/report/report.hpp"

namespace hardfail::report {

/// Gathers the oddities of one report: each told once, with how often it occurred. Bounded: past
/// 100 different ones, the rest are counted together.
class WarningLog {
 public:
  /// Notes `what "odd" consequence`, for example: SPF result "hardfail" is read as fail.
  void note(std::string_view code, std::string_view what, std::string_view odd,
            std::string_view consequence);

  /// Notes `count` occurrences of something that needs no example.
  void note(std::string_view code, std::string_view sentence, std::uint64_t count = 1);

  /// How often something was noted since the beginning.
  [[nodiscard]] std::uint64_t notes() const noexcept { return m_notes; }

  [[nodiscard]] std::vector<Warning> take();

 private:
  struct Entry {
    std::string odd;
    Warning warning;
  };

  [[nodiscard]] bool counted(std::string_view code, std::string_view odd, std::uint64_t count);
  void add(std::string_view code, std::string_view odd, std::string text, std::uint64_t count);

  std::vector<Entry> m_entries;
  std::uint64_t m_further = 0;
  std::uint64_t m_notes = 0;
};

}  // namespace hardfail::report
