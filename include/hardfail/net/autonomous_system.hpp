#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <string>

namespace hardfail {

/// Networks that one organization runs, as the routes of the Internet have it (RFC 1930).
struct AutonomousSystem {
  std::uint32_t number = 0;
  std::string organization;  ///< as a database calls it; empty where it does not
};

/// "AS64500 Example Net"
[[nodiscard]] inline std::string to_string(const AutonomousSystem& system) {
  auto text = "AS" + std::to_string(system.number);
  if (!system.organization.empty()) text += ' ' + system.organization;
  return text;
}

}  // namespace hardfail
