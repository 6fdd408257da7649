#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <string>

#include "hardfail/ledger/source_class.hpp"
#include "hardfail/net/host_pattern.hpp"
#include "hardfail/util/time.hpp"

namespace hardfail::ledger {

/// The operator's own word on sources of a domain.
struct Mark {
  HostPattern source;
  SourceClass source_class = SourceClass::unknown;
  std::string note;
  Moment when{};
  std::string name = {};  ///< what the operator calls these sources; empty where nothing
};

}  // namespace hardfail::ledger
