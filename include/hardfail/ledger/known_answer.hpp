#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <vector>

#include "hardfail/net/domain_name.hpp"
#include "hardfail/util/time.hpp"

namespace hardfail::ledger {

/// What the DNS answered to a question about a service's SPF records.
struct KnownAnswer {
  DomainName name;
  std::uint16_t type = 0;  ///< of the records asked for (RFC 1035, section 3.2.2)
  bool exists = true;      ///< false where there is no such name
  /// RDLENGTH and RDATA of each record, one after the other (RFC 1035, section 4.1.3).
  std::vector<std::uint8_t> records;
  Moment expires{};
};

}  // namespace hardfail::ledger
