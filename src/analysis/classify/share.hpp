#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string>

namespace hardfail::analysis {

/// A share of something counted, as `part` in `whole`; comparisons are exact.
struct Share {
  std::uint64_t part;
  std::uint64_t whole;

  /// True if `count` is this share of `total` or more.
  [[nodiscard]] constexpr bool reached_by(std::uint64_t count, std::uint64_t total) const noexcept {
    return count * whole >= total * part;
  }
  /// True if `count` is more than this share of `total`.
  [[nodiscard]] constexpr bool exceeded_by(std::uint64_t count,
                                           std::uint64_t total) const noexcept {
    return count * whole > total * part;
  }
  [[nodiscard]] constexpr double value() const noexcept {
    return static_cast<double>(part) / static_cast<double>(whole);
  }
  /// "60 %", rounded to a whole number.
  [[nodiscard]] std::string text() const { return fmt::format("{:.0f} %", value() * 100); }
};

}  // namespace hardfail::analysis
