#pragma once  // SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "hardfail/analysis/reason.hpp"
#include "hardfail/analysis/source.hpp"
#include "hardfail/analysis/verdict.hpp"
#include "hardfail/spf/check.hpp"
#include "hardfail/spf/survey.hpp"

namespace hardfail::analysis {

/// A record to publish below the domain, for its own record to include.
struct SubordinateRecord {
  DomainName name;
  std::string text;
};

/// A record to publish instead, and how it differs. The numbers are filled in once it has been
/// tried against every source, through an overlay of the live DNS.
struct Proposal {
  std::string record;
  std::vector<std::string> changes;
  std::vector<SubordinateRecord> subordinates;  ///< where one record would be too long
  unsigned lookups = 0;                         ///< in the worst case
  std::uint64_t now_listed = 0;                 ///< missing senders that it makes pass
  std::uint64_t still_missing = 0;              ///< missing senders that it does not
  std::uint64_t restored = 0;  ///< listed sources that get an error now, and would pass
  std::uint64_t strangers_let_in =
      0;  ///< other unlisted sources that it makes pass: should be none

  [[nodiscard]] static Proposal of(std::string record, std::vector<std::string> changes) {
    return {.record = std::move(record), .changes = std::move(changes), .subordinates = {}};
  }
};

/// What to publish next, and the senders that no record can be made for.
struct Fix {
  std::optional<Proposal> proposal = {};
  std::optional<Reason> unlisted = {};  ///< why missing senders are not in it
  std::map<IpAddress, std::string> terms =
      {};  ///< for missing senders: the term that would list each
};

/// For missing senders: the include of their provider that lists them today.
using ProviderIncludes = std::map<IpAddress, DomainName>;

/// The record to publish next, where one can be made: with the missing senders added, by their
/// provider's include where `includes` has one, otherwise exactly where they were seen; and with
/// -all where the verdict allows it. No proposal where the published one may stay as it is. What
/// does not fit a plain UDP answer (450 octets; RFC 7208, section 3.4) is spread over a few records
/// below the domain within the limit on look-ups; what does not fit these either is left out, and
/// the answer says so. To a record that cannot be used nothing is added: repaired() comes first.
[[nodiscard]] Fix propose(const Verdict& verdict, const std::vector<Source>& sources,
                          const spf::Survey& survey, const ProviderIncludes& includes = {});

/// Says in the advice on each missing sender which term would list it.
void advise(std::vector<Source>& sources, const Fix& fix, const DomainName& domain);

/// Counts what the proposed record does to the sources, given what check_host() says of each under
/// it.
void tally(Proposal& proposal, const std::vector<Source>& sources,
           std::span<const std::shared_ptr<const spf::Outcome>> outcomes);

/// Withdraws a tried proposal that needs more look-ups than receivers make, and says so.
void withdraw_if_over_limit(Fix& fix, const DomainName& domain);

}  // namespace hardfail::analysis
