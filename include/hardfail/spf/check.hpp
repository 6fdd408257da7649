#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "hardfail/dns/cache.hpp"
#include "hardfail/spf/limits.hpp"
#include "hardfail/spf/outcome.hpp"
#include "hardfail/spf/query.hpp"
#include "hardfail/util/time.hpp"

namespace hardfail::spf {

struct CheckOptions {
  unsigned max_lookups = limits::lookups;  ///< terms that query the DNS
  unsigned max_void_lookups = limits::void_lookups;
  unsigned max_names = limits::names;            ///< MX hosts looked up, PTR names looked at
  std::chrono::milliseconds time_limit{20'000};  ///< then temperror
  std::string default_explanation;               ///< where the record has none; may hold macros
  std::string receiver = "unknown";              ///< %{r}
  std::optional<Moment> now;                     ///< %{t}; the clock's where not given
  bool trace = false;                            ///< fill Outcome::trace
};

/// check_host() of RFC 7208, sections 4 to 7.
[[nodiscard]] Outcome check_host(const Query& query, dns::Resolver& resolver,
                                 const CheckOptions& options = {});

/// check_host() of many queries, with the DNS questions of all asked together, round by round: the
/// time it takes grows with the depth of the records and not with the number of queries. The time
/// limit does not apply: the questions of all queries share one queue, and each is bounded by the
/// resolver alone.
[[nodiscard]] std::vector<Outcome> check_hosts(std::span<const Query> queries, dns::Cache& cache,
                                               const CheckOptions& options = {});

}  // namespace hardfail::spf
