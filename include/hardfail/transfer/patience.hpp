#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <chrono>

namespace hardfail::transfer {

/// How long another machine is waited for.
struct Patience {
  std::chrono::seconds connect{20};
  std::chrono::seconds stall{60};   ///< without an octet in either direction
  std::chrono::seconds total{600};  ///< of one request, or of one message
};

}  // namespace hardfail::transfer
