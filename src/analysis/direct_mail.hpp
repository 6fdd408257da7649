#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <set>
#include <vector>

#include "hardfail/analysis/source.hpp"
#include "hardfail/report/observation.hpp"

namespace hardfail::analysis {

/// The governed mail that listed and missing senders sent themselves: what shows whether the record
/// knows the domain's senders.
struct DirectMail {
  std::uint64_t messages = 0;
  std::map<std::chrono::sys_days, std::uint64_t> by_day;
  std::map<std::uint32_t, std::uint64_t> by_reporter;  ///< by index into Observations::reporters

  /// The messages, as far as no day makes up more than a tenth of those counted and no reporter
  /// more than two thirds: a burst, or a lone reporter, is not evidence of everybody's mail.
  [[nodiscard]] std::uint64_t evenly_counted() const;
};

/// `governed`: the SPF identities that the record governs.
[[nodiscard]] DirectMail direct_mail(const report::Observations& observations,
                                     const std::vector<Source>& sources,
                                     const std::set<DomainName>& governed);

}  // namespace hardfail::analysis
