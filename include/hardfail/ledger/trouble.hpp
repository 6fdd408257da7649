#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hardfail/ledger/run.hpp"
#include "hardfail/net/domain_name.hpp"
#include "hardfail/util/time.hpp"

namespace hardfail::ledger {

/// Something that begins one day and ends another, however many runs see it in between.
enum class TroubleKind : std::uint8_t {
  none_held,         ///< there is no report to judge by
  dns_failed,        ///< the domain's DNS gives no answer that a verdict could rest on
  reports_stopped,   ///< nobody's reports come any more
  reporter_stopped,  ///< those of one reporter do not, though others' do
  sender_silent,     ///< a sender that the record lists, and that used to send
  mail_lost,         ///< mail that is missing since the record ends in -all
};

[[nodiscard]] std::string_view name_of(TroubleKind kind) noexcept;

/// The inverse of name_of().
[[nodiscard]] std::optional<TroubleKind> parse_trouble_kind(std::string_view text) noexcept;

struct Trouble {
  TroubleKind kind = TroubleKind::none_held;
  std::string subject;  ///< the reporter's name, the sender's id or both; empty for the others
  /// What to call it: the sender's name, what the DNS failed with, or what is lost.
  std::string name;
  /// The last sign of what is missed; of dns_failed, when it was noticed; of mail_lost, when the
  /// record was first seen to end in -all.
  Moment since{};
  friend bool operator==(const Trouble&, const Trouble&) = default;
};

/// What somebody has been told of a domain.
struct Told {
  DomainName domain;
  std::shared_ptr<const Run> run;  ///< null where nothing could be judged yet
  std::vector<Trouble> troubles;   ///< that have not ended
};

/// A configured input that cannot be read, since it was told until it can be.
struct InputTrouble {
  std::string input;  ///< its name in the configuration
  int failure = 0;    ///< the exit status that stands for why
  Moment since{};
  friend bool operator==(const InputTrouble&, const InputTrouble&) = default;
};

}  // namespace hardfail::ledger
