#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <string>
#include <vector>

#include "hardfail/util/time.hpp"

namespace hardfail::ledger {

/// Mail that failed SPF and that a reporter took in nonetheless, over all domains: it does not
/// refuse all of it before DATA.
struct AcceptedFails {
  std::string reporter;
  std::uint64_t messages = 0;
  Moment last{};  ///< the end of the last report that tells of such mail
};

/// That nearly all of the mail which -all can lose vanished from a reporter's reports once the
/// record of a domain turned to -all: it refuses such mail.
struct Refusal {
  std::string reporter;
  std::uint64_t expected = 0;  ///< messages, had nothing been lost
  std::uint64_t seen = 0;
  Moment as_of{};  ///< of the run that found it last
};

/// What reporters were seen to do with mail that fails SPF.
struct Conduct {
  std::vector<AcceptedFails> accepted;  ///< by reporter, each once
  std::vector<Refusal> refused;         ///< by reporter; one for each domain
};

}  // namespace hardfail::ledger
