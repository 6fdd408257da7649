#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "hardfail/net/domain_name.hpp"
#include "hardfail/util/time.hpp"

namespace hardfail::report {

/// Something odd in a report that was mended or read around, told once for each report and kind.
struct Warning {
  std::string code;         ///< short and stable: "spf-result", "cut-off", ...
  std::string text;         ///< one sentence, with the odd text itself and what it was taken for
  std::uint64_t count = 1;  ///< how often it occurs in the report
  friend auto operator<=>(const Warning&, const Warning&) = default;
};

/// True if the warning says that something in a record or report could not be kept: mail may be
/// missing from what was read, so a person should hear of it at once.
[[nodiscard]] bool is_loss(const Warning& warning);

/// What the reporter found published for the domain. Texts are the reporter's own.
struct PublishedPolicy {
  std::optional<DomainName> domain;
  std::string p, sp, np, adkim, aspf, pct, fo, testing, discovery_method;
  friend auto operator<=>(const PublishedPolicy&, const PublishedPolicy&) = default;
};

/// A report without its records: who says it, about whom, for when, and what it adds up to.
struct Report {
  std::string org_name;  ///< never empty: taken from the e-mail address where the element is
  std::string email;
  std::string extra_contact_info;
  std::string report_id;
  std::string version;
  std::string generator;
  Period period;  ///< as reported; end may lie on the last second or the first of the next day
  PublishedPolicy policy;
  std::uint64_t records = 0;    ///< kept
  std::uint64_t messages = 0;   ///< sum over the records kept
  std::uint64_t body_hash = 0;  ///< of everything read, so that two bodies under one identity show
  std::vector<Warning> warnings;
};

}  // namespace hardfail::report
