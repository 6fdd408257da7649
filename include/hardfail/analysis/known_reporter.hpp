#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "hardfail/ledger/conduct.hpp"

namespace hardfail::analysis {

/// What is known of a reporter's way with mail that fails SPF, and from where.
struct KnownReporter {
  std::string name;
  /// The public page that says it refuses such mail at MAIL FROM; empty where none is listed.
  std::string_view listed;
  std::optional<ledger::Refusal> refused;         ///< seen of a domain, the last time
  std::optional<ledger::AcceptedFails> accepted;  ///< seen, of any domain
  std::uint64_t messages = 0;  ///< of the domain that it reported and -all can lose

  /// Whether its share of what -all can lose is taken for lost: it is listed or was seen to refuse,
  /// and has not been seen to accept as much as a mere exception would not explain. One that has is
  /// no safe place for such mail: it may accept for some of its customers and refuse for others, so
  /// that its share stays possible to lose, as that of a reporter of which nothing is known.
  [[nodiscard]] bool refuses() const noexcept;

  /// Whether there is anything to tell.
  [[nodiscard]] bool is_known() const noexcept { return !listed.empty() || refused || accepted; }
};

/// `name` is that of an organisation in `conduct`, or any other.
[[nodiscard]] KnownReporter known_of(std::string_view name, const ledger::Conduct& conduct);

/// "GMX refuses it (listed: https://...)". Pre: something is known.
[[nodiscard]] std::string text_of(const KnownReporter& reporter);

}  // namespace hardfail::analysis
