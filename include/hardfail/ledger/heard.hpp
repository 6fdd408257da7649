#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <chrono>
#include <compare>
#include <cstdint>
#include <vector>

#include "hardfail/net/domain_name.hpp"
#include "hardfail/net/ip_address.hpp"
#include "hardfail/util/time.hpp"

namespace hardfail::ledger {

using Hour = std::chrono::sys_time<std::chrono::hours>;

/// That a resolver asked about a client by a listening term in one hour. It asks once for all the
/// mail that comes while it remembers the answer, so that counts are lower bounds; and anybody may
/// ask about anybody.
struct HeardHour {
  DomainName domain;
  Hour hour{};
  IpAddress client;
  IpAddress resolver;
  friend auto operator<=>(const HeardHour&, const HeardHour&) = default;
};

/// How often.
struct HeardQueries {
  HeardHour where;
  std::uint64_t queries = 0;
};

/// All that was heard of a client in some window.
struct HeardClient {
  IpAddress client;
  std::uint64_t queries = 0;
  unsigned days = 0;       ///< on which it was asked about
  unsigned resolvers = 0;  ///< that asked
  Moment first{};          ///< the begin of that hour
  Moment last{};
};

/// Who asked in it.
struct HeardResolver {
  IpAddress resolver;
  std::uint64_t queries = 0;
  std::uint64_t clients = 0;
};

/// What query logs say of a domain in some window.
struct Heard {
  std::vector<HeardClient> clients;      ///< by address
  std::vector<HeardResolver> resolvers;  ///< most queries first, at most a hundred
};

}  // namespace hardfail::ledger
