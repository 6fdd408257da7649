#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "hardfail/dns/resolver.hpp"
#include "hardfail/services/services.hpp"
#include "hardfail/spf/addresses.hpp"
#include "hardfail/spf/survey.hpp"

namespace hardfail::spf {

struct AuditOptions {
  std::chrono::milliseconds time_limit{20'000};  ///< what is not answered by then is a temperror
  /// The record to audit in place of the published one.
  std::optional<std::string> record = {};
  /// Whose includes are held against names that look like theirs, and against networks that look
  /// copied. Never null.
  const Services* services = &Services::known();
};

/// All there is to say about a record and what it refers to.
struct Audit {
  Survey survey;         ///< with the findings of the whole audit, the worst first
  std::string leads_to;  ///< what the domain's own record holds, as in TreeTerm
  Addresses addresses;
};

/// Audits the record of `domain`. Each level of the include tree is asked for at once.
[[nodiscard]] Audit audit(const DomainName& domain, dns::Resolver& resolver,
                          const AuditOptions& options = {});

}  // namespace hardfail::spf
