#pragma once  // SPDX-License-Identifier: Apache-2.0

#include "hardfail/net/domain_name.hpp"

namespace hardfail {

/// The name an address has in the DNS.
struct HostName {
  DomainName name;         ///< what its PTR record says
  bool confirmed = false;  ///< the name resolves back to the address
};

}  // namespace hardfail
