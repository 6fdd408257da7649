#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "hardfail/analysis/classify.hpp"
#include "hardfail/analysis/source.hpp"
#include "hardfail/net/autonomous_system.hpp"
#include "hardfail/net/ip_network.hpp"
#include "hardfail/services/services.hpp"

namespace hardfail::analysis {

/// What the sources of a sender have in common: the first of these that applies.
enum class Tie : std::uint8_t {
  mark,               ///< the operator named them
  no_sign,            ///< suspected spoofers: nothing vouches for any of them
  service,            ///< a service of the catalogue runs them
  own,                ///< their confirmed host names are the domain's own
  host,               ///< their confirmed host names end in one registrable domain
  envelope,           ///< their envelope domains, which have records of their own, end in one
  term,               ///< one term of the record lists them
  no_name,            ///< forwarders of which nothing but an address is known
  key,                ///< one signing key; from one network where listed servers use it too
  autonomous_system,  ///< missing ones in one autonomous system
  network,            ///< one network
};

[[nodiscard]] std::string_view name_of(Tie tie) noexcept;

/// A code of Source::signals, for how many addresses it decided, and what it says of the first.
struct SenderSignal {
  std::string_view code;
  std::size_t addresses = 0;
  std::string text;
};

/// The terms that would list a sender, and what they do.
struct SenderFix {
  std::vector<std::string> terms;
  std::size_t lists = 0;  ///< its addresses that they make pass
  unsigned lookups = 0;   ///< that they add to the record, in the worst case
};

/// What one decision of the administrator covers: sources of one class that belong together. Counts
/// of days and reporters are of all its sources together.
struct Sender {
  std::string id;    ///< stable from run to run: class, tie, and what ties them
  std::string name;  ///< for people
  Tie tie = Tie::network;
  const Service* service = nullptr;  ///< of the catalogue; nullptr where none is known
  SourceClass source_class = SourceClass::unknown;
  Confidence confidence = Confidence::certain;  ///< of its least sure source
  std::vector<std::uint32_t> sources;  ///< indices into Assessment::sources, most messages first
  std::size_t network_count = 0;       ///< different IpNetwork::around() them
  std::vector<IpNetwork> networks;     ///< the ten of those with most messages
  /// Who runs those: registrable domains of confirmed hosts, autonomous systems of others; the ten
  /// likewise.
  std::vector<std::string> operators;
  std::shared_ptr<const AutonomousSystem> system;  ///< of all its sources; nullptr where not one
  std::uint64_t messages = 0;
  std::uint64_t governed_messages = 0;
  std::uint64_t newly_failed = 0;
  std::uint64_t dkim_aligned = 0;
  unsigned days = 0;
  unsigned reporters = 0;
  Moment first_seen = Moment::max();
  Moment last_seen = Moment::min();
  std::vector<std::string> keys;      ///< SELECTOR._domainkey.DOMAIN that passed, the ten likewise
  std::vector<SenderSignal> signals;  ///< each deciding code once, most addresses first
  std::string advice;
  std::optional<SenderFix> fix = {};
};

/// For addresses that a service of the catalogue publishes in its SPF records today: which one.
using Publishers = std::unordered_map<IpAddress, const Service*>;

/// Groups the sources into senders, missing ones first, then most messages first, and tells each
/// source its sender. `sources` are those that classify() made of the observations.
[[nodiscard]] std::vector<Sender> senders_of(const report::Observations& observations,
                                             const Surroundings& surroundings,
                                             const Services& services, const Publishers& publishers,
                                             std::vector<Source>& sources);

/// Says of each sender what to do about it, by its class, what it is, and what fixes it.
void advise_senders(std::vector<Sender>& senders, const std::vector<Source>& sources,
                    const DomainName& domain);

}  // namespace hardfail::analysis
