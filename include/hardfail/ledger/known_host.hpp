#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <optional>

#include "hardfail/net/host_name.hpp"
#include "hardfail/net/ip_address.hpp"
#include "hardfail/util/time.hpp"

namespace hardfail::ledger {

/// What the DNS said about the name of an address.
struct KnownHost {
  IpAddress address;
  std::optional<HostName> host;  ///< nullopt where it has none
  Moment expires{};
};

}  // namespace hardfail::ledger
