#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hardfail/ledger/conduct.hpp"
#include "hardfail/ledger/source_class.hpp"
#include "hardfail/ledger/state.hpp"
#include "hardfail/net/domain_name.hpp"
#include "hardfail/net/ip_address.hpp"
#include "hardfail/util/time.hpp"

namespace hardfail::ledger {

/// What a run took one address for.
struct ClassifiedAddress {
  IpAddress address;
  SourceClass source_class = SourceClass::unknown;
  std::optional<SourceClass> mark = {};  ///< what the operator had marked it
  friend auto operator<=>(const ClassifiedAddress&, const ClassifiedAddress&) = default;
};

/// What one decision of the administrator covers, as a run told it.
struct RunSender {
  std::string id;  ///< stable from run to run
  std::string name;
  SourceClass source_class = SourceClass::unknown;
  friend bool operator==(const RunSender&, const RunSender&) = default;
};

/// What one readiness run found out about a domain, as far as another can be compared with it.
struct Run {
  DomainName domain;
  Moment as_of{};
  State state = State::fix_record;
  /// Each SPF record that could be read, the domain's own and those it leads to, by name; an empty
  /// text where a name has none.
  std::map<DomainName, std::string> records;
  /// By address, each once; nullopt where an early version saved the run without them.
  std::optional<std::vector<ClassifiedAddress>> sources;

  /// By id, each once: of the senders that something vouches for, the largest.
  std::vector<RunSender> senders = {};
  /// Which of them each of `sources` belongs to, or `no_sender`; empty where an early version saved
  /// the run without.
  std::vector<std::uint32_t> sender_of = {};

  static constexpr std::uint32_t no_sender = UINT32_MAX;

  /// What it found of reporters since the record turned to -all. Kept apart from the run, and not
  /// read back with it.
  std::vector<Refusal> refusals = {};

  /// The sender of one of `sources`; nullptr where it is not known.
  [[nodiscard]] const RunSender* sender(std::size_t source) const {
    if (sender_of.empty() || sender_of[source] == no_sender) return nullptr;
    return &senders[sender_of[source]];
  }

  /// The record of the domain itself; empty where there was none to read.
  [[nodiscard]] std::string_view own_record() const {
    const auto own = records.find(domain);
    return own == records.end() ? std::string_view() : own->second;
  }
};

/// Whether a run told of something that had changed since the one before; the first run of a domain
/// does.
enum class News : std::uint8_t { none, some };

/// Runs in a row that found the same, or of which the later ones told no change.
struct EqualRuns {
  Run first;
  Moment last_as_of{};  ///< what the last of them judged as of
  std::uint64_t runs = 1;
};

/// The SPF records that runs in a row found alike, as Run::records has them.
struct RunRecords {
  Moment first{};  ///< what the first and the last of them judged as of
  Moment last{};
  std::map<DomainName, std::string> records;
};

}  // namespace hardfail::ledger
