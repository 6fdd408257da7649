#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hardfail/ledger/source_class.hpp"
#include "hardfail/net/autonomous_system.hpp"
#include "hardfail/net/domain_name.hpp"
#include "hardfail/net/host_name.hpp"
#include "hardfail/net/ip_address.hpp"
#include "hardfail/report/record.hpp"
#include "hardfail/spf/check.hpp"
#include "hardfail/util/time.hpp"

namespace hardfail::analysis {

using ledger::Confidence;
using ledger::name_of;
using ledger::parse_source_class;
using ledger::SourceClass;

/// One piece of evidence about a source.
struct Signal {
  std::string_view code;  ///< short and stable; one of a fixed set of literals
  std::string text;       ///< one sentence
};

/// What the record as it is now says about an address.
struct LiveSpf {
  spf::Result result = spf::Result::none;
  std::string mechanism;  ///< the term of the domain's record that decided; empty where none did
  bool by_all = false;    ///< decided by the effective `all`, or by its absence
  /// A pass that nearly every address gets, by `+all` here or in an include or by any other term as
  /// wide: that is no listing.
  bool by_plus_all = false;
  std::optional<std::string> undecided;  ///< why reports cannot tell
  std::optional<std::string> problem;    ///< why permerror or temperror

  [[nodiscard]] static LiveSpf of(const spf::Outcome& outcome);
};

/// One address that sent as the domain in the window: what was seen, what it is, and why.
struct Source {
  Source(const IpAddress& ip, std::shared_ptr<const LiveSpf> live)
      : address(ip), spf_now(std::move(live)) {}

  IpAddress address;
  std::uint32_t observed = 0;  ///< index into Observations::sources
  std::uint32_t sender = 0;    ///< index into Assessment::senders
  std::optional<HostName> host;
  std::shared_ptr<const AutonomousSystem> system;  ///< nullptr where not known
  SourceClass source_class = SourceClass::unknown;
  Confidence confidence = Confidence::ask;
  std::string_view may_mislead;  ///< how the class may yet be wrong; empty where it cannot
  std::uint64_t messages = 0;
  std::uint64_t governed_messages = 0;  ///< whose SPF identity the record governs
  std::uint64_t dkim_aligned = 0;       ///< with an aligned signature that passed
  std::uint64_t dmarc_passed = 0;       ///< by SPF or DKIM
  std::uint64_t newly_failed = 0;       ///< that -all would turn from no fail into fail
  /// Of those, the ones that look like mail of the domain's senders: with a signature of it, even a
  /// broken one, an SPF pass, or a receiver's word that they were forwarded. All, where listed
  /// servers do not sign.
  std::uint64_t vouched_failed = 0;
  unsigned days = 0;
  unsigned reporters = 0;
  Moment first_seen{};
  Moment last_seen{};
  std::shared_ptr<const LiveSpf> spf_now;  ///< shared by those that fare alike; never null
  std::vector<std::pair<report::SpfResult, std::uint64_t>>
      spf_reported;                 ///< messages by reported raw result, each result once, sorted
  std::optional<Moment> last_pass;  ///< of governed mail: the end of the last period with a pass
  /// Governed messages by reporter, of those known to reject on SPF fail before DATA; of a
  /// forwarder, those that vouched_failed counts.
  std::map<std::string, std::uint64_t> at_rejecting_reporters;
  std::vector<Signal> signals;  ///< strongest first
  std::string advice;           ///< what to do about it; empty where nothing is
};

}  // namespace hardfail::analysis
