#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hardfail/util/error.hpp"
#include "hardfail/util/expected.hpp"

namespace hardfail::dmarc {

enum class Action : std::uint8_t { none, quarantine, reject };
enum class AlignmentMode : std::uint8_t { relaxed, strict };
enum class PublicSuffix : std::uint8_t { unspecified, yes, no };  ///< psd= y, n, u

[[nodiscard]] std::string_view name_of(Action action) noexcept;

/// A DMARC policy record (RFC 9989, section 4.7).
struct Record {
  std::string text;
  Action p = Action::none;  ///< none where p is missing or invalid and there is a rua
  std::optional<Action> sp;
  std::optional<Action> np;
  AlignmentMode adkim = AlignmentMode::relaxed;
  AlignmentMode aspf = AlignmentMode::relaxed;
  PublicSuffix psd = PublicSuffix::unspecified;
  bool testing = false;            ///< t=y
  std::vector<std::string> rua;    ///< the URIs as written
  std::vector<std::string> notes;  ///< old and unknown tags met, one sentence each
};

/// Parses one TXT record; the problem says why it is not a DMARC record (RFC 9989,
/// section 4.7, 4.10).
[[nodiscard]] Expected<Record, Problem> parse_record(std::string_view text);

}  // namespace hardfail::dmarc
