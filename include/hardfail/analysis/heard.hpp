#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hardfail/analysis/classify.hpp"
#include "hardfail/analysis/evidence.hpp"
#include "hardfail/analysis/sender.hpp"
#include "hardfail/analysis/source.hpp"
#include "hardfail/ledger/heard.hpp"
#include "hardfail/services/services.hpp"

namespace hardfail::analysis {

/// Why a client that receivers asked about, and that no report shows, may be a sender's.
enum class HeardTie : std::uint8_t {
  mark,      ///< the operator says so
  own_host,  ///< its confirmed host name is the domain's own
  service,   ///< it belongs to a service that sends for the domain
  network,   ///< it stands among listed or missing senders
  lasting,   ///< it was asked about for weeks, by several resolvers
};

[[nodiscard]] std::string_view name_of(HeardTie tie) noexcept;

struct HeardSource {
  ledger::HeardClient seen;
  std::optional<HostName> host;
  HeardTie tie = HeardTie::lasting;
  std::string kin;  ///< "Google Workspace", "198.51.100.0/24"; empty where the tie says it all
};

/// Resolvers of one operator: what their confirmed names end in, the address where they have none.
struct HeardReceiver {
  std::string name;
  std::uint64_t queries = 0;
  bool reports = false;  ///< a reporter's name holds this one
};

/// What query logs add to the reports. Counts are lower bounds, and anybody may ask about anybody:
/// what was heard can hold a verdict back, and never brings one about.
struct Listening {
  std::uint64_t clients = 0;             ///< that were asked about and are not listed today
  std::uint64_t in_reports = 0;          ///< of those, the ones that reports show too
  std::vector<HeardSource> senders;      ///< of the rest, by any tie but `lasting`; most days first
  std::vector<HeardSource> unknown;      ///< by `lasting`
  std::uint64_t passing = 0;             ///< without any tie
  std::vector<HeardReceiver> receivers;  ///< that asked, most queries first, ten at most
};

/// Weighs what was heard. `listed` has a value for each of heard.clients: true for one that the
/// record lists today. The rest is what the reports came to.
[[nodiscard]] Listening weigh_heard(const ledger::Heard& heard, const std::vector<bool>& listed,
                                    const Surroundings& surroundings, const Services& services,
                                    const std::vector<Source>& sources,
                                    std::span<const Sender> senders, const Evidence& evidence,
                                    const Thresholds& thresholds);

}  // namespace hardfail::analysis
