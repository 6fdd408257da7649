#pragma once

#include <compare>
#include <cstdint>
#include <memory_resource>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "day_set.hpp"
#include "hardfail/analysis/classify.hpp"
#include "hardfail/report/observation.hpp"
#include "tally.hpp"

namespace hardfail::analysis {

/// A signing key as reports name it: d= and s=. The selector is in lower case.
struct SigningKey {
  DomainName domain;
  std::string selector;
  friend auto operator<=>(const SigningKey&, const SigningKey&) = default;
};

/// Messages of one source that carried a signature of some key.
struct SignatureCount {
  SignatureCount& operator+=(const SignatureCount& other) {
    passed += other.passed;
    failed += other.failed;
    return *this;
  }
  friend bool operator==(const SignatureCount&, const SignatureCount&) = default;

  std::uint64_t passed = 0;
  std::uint64_t failed = 0;
};

/// What the reports of the window say about one address. What is called "governed" counts only
/// messages whose SPF identity the domain's record governs: the ones that -all is about.
///
/// Days and counts lie elsewhere: most have one or two entries, and there may be a million
/// profiles.
struct Profile {
  explicit Profile(const IpAddress& source) : address(source) {}

  /// nullptr where none is known.
  [[nodiscard]] const HostName* host() const noexcept {
    return host_answer != nullptr && *host_answer ? &**host_answer : nullptr;
  }

  IpAddress address;
  /// What reverse DNS said about it, in Surroundings; nullptr where it was not asked.
  const std::optional<HostName>* host_answer = nullptr;
  std::uint64_t messages = 0;
  std::uint64_t dkim_aligned = 0;
  std::uint64_t dmarc_passed = 0;
  Counts<report::SpfResult> spf_reported;
  unsigned days = 0;
  unsigned reporters = 0;
  Moment first_seen = Moment::max();
  Moment last_seen = Moment::min();

  std::uint64_t governed = 0;
  std::uint64_t governed_signed = 0;  ///< with an aligned signature that passed
  std::uint64_t unnamed_signed = 0;   ///< of those, where no report names the selector
  std::uint64_t forwarding_reason =
      0;                            ///< a receiver said it was forwarded, or saw a valid ARC chain
  std::uint64_t vouched = 0;        ///< the sum of vouched_by_reporter
  std::uint64_t reported_pass = 0;  ///< SPF passed when it was reported
  unsigned pass_reporters = 0;
  Moment last_pass = Moment::min();
  DaySpan governed_days;
  DaySpan exact_days;     ///< of those, the ones known from reports about a single day
  DaySpan calendar_days;  ///< and of those, from reports that keep to a calendar day
  DaySpan summed_days;    ///< further ones that reports about several days may speak of
  /// Of the governed ones, those with more messages than a stray forgery has.
  DaySpan heavy_days;
  Counts<std::uint32_t> governed_by_reporter;  ///< messages
  /// Of those, the ones with a sign of being the domain's: a signature of it, broken or not, an SPF
  /// pass, or a receiver's word that they were forwarded.
  Counts<std::uint32_t> vouched_by_reporter;
  /// Aligned signatures with a named selector, by index into Profiles::keys.
  Counts<std::uint32_t, SignatureCount> keys;
  /// Passing signatures of other domains, by index into Profiles::signers.
  Counts<std::uint32_t> foreign_signers;
  /// Aligned signatures that passed on mail with another SPF identity, by index into
  /// Profiles::keys.
  Counts<std::uint32_t> ungoverned_keys;
};

/// What the reports say about each source, and the names that this refers to.
struct Profiles {
  std::vector<SigningKey> keys;     ///< sorted
  std::vector<DomainName> signers;  ///< sorted
  std::vector<Profile> sources;     ///< in the order of Observations::sources
};

/// Adds the observations up by source. Days and counts of the profiles lie in `memory`.
[[nodiscard]] Profiles profile_sources(const report::Observations& observations,
                                       const Surroundings& surroundings,
                                       std::pmr::memory_resource& memory);

}  // namespace hardfail::analysis
