#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "hardfail/dmarc/policy.hpp"

namespace hardfail::dmarc {

/// A TXT record that says `v=DMARC1`, and so takes part in the tree walk, whatever it is worth.
struct Reading {
  Record record;
  std::optional<Problem> problem;  ///< why it gives no policy (RFC 9989, section 4.10.1)
};

/// Reads one TXT record; nullopt where it does not begin with `v=DMARC1`, case-sensitive
/// (RFC 9989, section 4.7).
[[nodiscard]] std::optional<Reading> read_record(std::string_view text);

/// Why a TXT record that seems to be meant as a DMARC record is not one, to follow "because";
/// nullopt where it is one, or seems to be something else.
[[nodiscard]] std::optional<std::string> why_not_a_record(std::string_view text);

}  // namespace hardfail::dmarc
