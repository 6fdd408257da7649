#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "day_set.hpp"
#include "flat.hpp"
#include "hardfail/analysis/classify.hpp"
#include "hardfail/report/observation.hpp"

namespace hardfail::analysis {

/// A signing key as reports name it: d= and s=. The selector is in lower case.
struct SigningKey {
  DomainName domain;
  std::string selector;
  friend auto operator<=>(const SigningKey&, const SigningKey&) = default;
};

/// Messages of one source that carried a signature of some key.
struct SignatureCount {
  std::uint64_t passed = 0;
  std::uint64_t failed = 0;
};

/// All that the reports of the window say of one address. What is said "governed" counts only
/// messages whose SPF identity the domain's record governs: the ones that -all is about.
struct Profile {
  explicit Profile(const IpAddress& source) : address(source) {}

  IpAddress address;
  std::uint64_t messages = 0;
  std::uint64_t dkim_aligned = 0;
  std::uint64_t dmarc_passed = 0;
  FlatMap<report::SpfResult, std::uint64_t> spf_reported;
  DaySet days;
  FlatSet<std::uint32_t> reporters;  ///< indices into Observations::reporters
  Moment first_seen = Moment::max();
  Moment last_seen = Moment::min();

  std::uint64_t governed = 0;
  std::uint64_t governed_signed = 0;  ///< with an aligned signature that passed
  std::uint64_t unnamed_signed = 0;   ///< of those, where no report names the selector
  std::uint64_t forwarding_reason =
      0;                            ///< a receiver said it was forwarded, or saw a valid ARC chain
  std::uint64_t reported_pass = 0;  ///< SPF passed when it was reported
  FlatSet<std::uint32_t> pass_reporters;
  Moment last_pass = Moment::min();
  DaySet governed_days;
  DaySet exact_days;  ///< of those, the ones known from reports about a single day
  FlatMap<std::uint32_t, std::uint64_t> governed_by_reporter;  ///< messages
  std::map<SigningKey, SignatureCount> keys;            ///< aligned signatures, selector named
  std::map<DomainName, std::uint64_t> foreign_signers;  ///< passing signatures of other domains
};

/// Adds the observations up by source: a profile for each of theirs, in the same order.
[[nodiscard]] std::vector<Profile> profile_sources(const report::Observations& observations,
                                                   const Surroundings& surroundings);

}  // namespace hardfail::analysis
