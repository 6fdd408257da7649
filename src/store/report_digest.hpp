#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "hardfail/report/record.hpp"
#include "hardfail/report/report.hpp"
#include "hardfail/util/shared.hpp"

namespace hardfail::store {

/// The first 16 octets of a SHA-256 digest.
using ShortDigest = std::array<std::uint8_t, 16>;

/// The digest of a report and its rows, as every store holds them: add() each row in order, then
/// finish(). When and from where it was imported is no part of it.
class ReportDigest {
 public:
  void add(const report::Record& record);
  [[nodiscard]] ShortDigest finish(const report::Report& report);

 private:
  void number(std::uint64_t value);
  void text(std::string_view value);
  void fold();

  std::string m_octets;
  /// Of this report, by their place in memory; held, so that no other takes it.
  std::unordered_map<const report::Authentication*,
                     std::pair<Shared<report::Authentication>, std::string>>
      m_sets;
};

/// The digest of what makes a report another than all others, its body included.
[[nodiscard]] ShortDigest identity_digest(const report::Report& report);

}  // namespace hardfail::store
