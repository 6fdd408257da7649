#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "hardfail/net/domain_name.hpp"
#include "hardfail/spf/record.hpp"

namespace hardfail::spf {

/// A term, and the record it stands in.
struct Place {
  DomainName domain;
  std::string record;     ///< its text
  Span where;             ///< the term
  std::size_t octet = 0;  ///< of the record's text, within the term, that the finding is about
};

/// Something to know about a record, or about what it refers to.
struct Finding {
  enum class Severity : std::uint8_t { error, warning, note };
  Severity severity = Severity::note;
  std::string code;
  std::string text;                 ///< one sentence
  std::string reason = {};          ///< where it is written, or why it matters
  std::string fix = {};             ///< what to do about it
  std::optional<Place> place = {};  ///< nullopt where it is not about a single term
};

}  // namespace hardfail::spf
