#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "hardfail/analysis/source.hpp"
#include "hardfail/dmarc/discovery.hpp"
#include "hardfail/report/observation.hpp"
#include "hardfail/spf/tree.hpp"
#include "hardfail/util/time.hpp"

namespace hardfail::analysis {

/// The answer, product.md's states.
enum class State : std::uint8_t {
  fix_record,
  already_hardfail,
  not_ready,
  insufficient_evidence,
  parked,
  keep_softfail,
  ready,
};

[[nodiscard]] std::string_view name_of(State state) noexcept;

enum class Severity : std::uint8_t { error, warning, note };

[[nodiscard]] std::string_view name_of(Severity severity) noexcept;

/// Why the verdict is what it is; the first one decided it.
struct Reason {
  std::string code;
  Severity severity = Severity::note;
  std::string text;
  std::uint64_t messages = 0;
};

/// How much is enough, and how much is too much.
struct Thresholds {
  unsigned min_days = 30;  ///< days with reports, and days between the first and the last
  unsigned min_reporters = 3;
  std::uint64_t min_messages = 300;  ///< legitimate ones
  double max_unknown = 0.001;        ///< of the legitimate messages
  unsigned max_unknown_days = 14;    ///< an unknown source seen on as many days is too much alone
  double max_forwarded = 0.01;       ///< of the legitimate messages
};

/// What the reports amount to.
struct Evidence {
  Period window;
  unsigned days_with_reports = 0;
  unsigned days_spanned = 0;  ///< from the first day with a report to the last, both counted
  std::uint64_t reports = 0;
  std::vector<std::string> reporters;
  std::uint64_t messages = 0;
  std::uint64_t legitimate_messages = 0;
};

/// Messages of the window that -all would turn from something else into a fail.
struct Impact {
  std::uint64_t newly_failed = 0;
  std::uint64_t newly_failed_legitimate = 0;
  std::uint64_t newly_failed_forwarded = 0;
  std::uint64_t newly_failed_spoof = 0;
};

struct Verdict {
  State state = State::fix_record;
  int exit_code = 2;
  std::string recommendation;
  std::vector<Reason> reasons;
};

/// A record to publish instead, and how it differs. The numbers are filled in once it has been
/// tried against every source, through an overlay of the live DNS.
struct Proposal {
  std::string record;
  std::vector<std::string> changes;
  unsigned lookups = 0;             ///< in the worst case
  std::uint64_t now_listed = 0;     ///< missing senders that it makes pass
  std::uint64_t still_missing = 0;  ///< missing senders that it does not
  std::uint64_t strangers_let_in =
      0;  ///< other unlisted sources that it makes pass: ought to be none
};

/// One thing that differs from the run before.
struct Change {
  std::string code;
  Severity severity = Severity::note;
  std::string text;
  std::vector<IpAddress> sources;  ///< that it is about
};

/// The run before, and how this one differs from it.
struct Comparison {
  Moment previous_as_of{};
  State previous_state = State::fix_record;
  std::vector<Change> changes;
};

/// All that a readiness report says of one domain.
struct Assessment {
  DomainName domain;
  Moment as_of{};
  Evidence evidence;
  spf::Survey spf;
  dmarc::Policy dmarc;
  std::vector<Source> sources;
  Impact impact;
  Verdict verdict;
  std::optional<Proposal> proposal;
  std::optional<Comparison> since_last;  ///< nullopt for the first run of a domain, and a what-if
};

/// Sums up what the reports of the window amount to, given the classes.
[[nodiscard]] Evidence weigh(const report::Observations& observations,
                             const std::vector<Source>& sources);

[[nodiscard]] Impact impact_of(const std::vector<Source>& sources);

/// The verdict over classified sources: the first state of product.md whose condition holds.
[[nodiscard]] Verdict decide(const DomainName& domain, const Evidence& evidence,
                             const std::vector<Source>& sources, const Impact& impact,
                             const spf::Survey& survey, const dmarc::Policy& policy,
                             const Thresholds& thresholds);

/// For missing senders: the include of their provider that lists them today.
using ProviderIncludes = std::map<IpAddress, DomainName>;

/// The record to publish next, where one can be made: with the missing senders added, by their
/// provider's include where `includes` has one and else exactly where they were seen; and with -all
/// where the verdict allows it. nullopt where the published one may stay as it is.
[[nodiscard]] std::optional<Proposal> propose(const Verdict& verdict,
                                              const std::vector<Source>& sources,
                                              const spf::Survey& survey,
                                              const ProviderIncludes& includes = {});

/// Counts what the proposed record does to the sources, given what check_host() says of each under
/// it.
void tally(Proposal& proposal, const std::vector<Source>& sources,
           std::span<const std::shared_ptr<const spf::Outcome>> outcomes);

}  // namespace hardfail::analysis
